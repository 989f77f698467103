// SPDX-License-Identifier: AGPL-3.0-or-later
/** A server with a fleet in memory, for tests and for looking at the console. */
@NullMarked
package dev.paastis.server.testing;

import org.jspecify.annotations.NullMarked;
