// SPDX-License-Identifier: AGPL-3.0-or-later
/** Time as an explicit collaborator: tickers, deadlines, and the ordered queue of what is due. */
@NullMarked
package dev.paastis.schedule;

import org.jspecify.annotations.NullMarked;
