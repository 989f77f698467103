// SPDX-License-Identifier: AGPL-3.0-or-later
/** Requests that wait while their app wakes. */
@NullMarked
package dev.paastis.gateway.hold;

import org.jspecify.annotations.NullMarked;
