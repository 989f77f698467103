// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Time as an explicit collaborator: tickers, deadlines, the ordered queue of what is due, and the
 * calendar of scheduled pauses.
 */
@NullMarked
package dev.paastis.schedule;

import org.jspecify.annotations.NullMarked;
