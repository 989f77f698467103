// SPDX-License-Identifier: AGPL-3.0-or-later
/** The way to the apps: connection pools, header rules, tunnels. */
@NullMarked
package dev.paastis.gateway.forward;

import org.jspecify.annotations.NullMarked;
