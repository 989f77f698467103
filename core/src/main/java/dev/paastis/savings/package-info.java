// SPDX-License-Identifier: AGPL-3.0-or-later
/** The ledger: intervals of awake and asleep, from the first day. */
@NullMarked
package dev.paastis.savings;

import org.jspecify.annotations.NullMarked;
