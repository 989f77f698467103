// SPDX-License-Identifier: AGPL-3.0-or-later
/** Why apps were woken, and which requests are to wake none. */
@NullMarked
package dev.paastis.server.wakes;

import org.jspecify.annotations.NullMarked;
