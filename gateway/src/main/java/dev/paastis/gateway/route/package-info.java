// SPDX-License-Identifier: AGPL-3.0-or-later
/** Which app a request is for, whether it may pass, and whether it counts. */
@NullMarked
package dev.paastis.gateway.route;

import org.jspecify.annotations.NullMarked;
