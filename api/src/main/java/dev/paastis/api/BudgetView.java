// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;

/**
 * Calls that an account may still make under one of its platform's limits.
 *
 * @param scope of the limit
 * @param left calls that may be made at once
 * @param burst calls that may be made at once when none was made for long
 * @param perMinute calls that become free in a minute
 * @param fullAt when all are free if none is made
 */
public record BudgetView(String scope, int left, int burst, double perMinute, Instant fullAt) {}
