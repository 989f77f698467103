// SPDX-License-Identifier: AGPL-3.0-or-later
/** An engine in memory for the tests of the use cases. */
@NullMarked
package dev.paastis.fleet;

import org.jspecify.annotations.NullMarked;
