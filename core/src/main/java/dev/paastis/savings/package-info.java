// SPDX-License-Identifier: AGPL-3.0-or-later
/** The ledger of awake and asleep, from the first day, and what sleep is expected to save. */
@NullMarked
package dev.paastis.savings;

import org.jspecify.annotations.NullMarked;
