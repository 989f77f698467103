// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.savings;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What one process of a size costs, without VAT.
 *
 * @param currency of the amounts; they are never converted
 * @param perHour while it runs, {@code null} when not known
 * @param perMonth when it always runs, {@code null} when not known
 * @param monthHours hours that the platform counts to a month, {@code null} when not known
 * @param billedWhileStopped whether a stop changes nothing on the bill
 * @param confidence how well it is known
 * @param source where it was read
 * @param asOf when it stood there
 */
public record Price(
    Currency currency,
    @Nullable BigDecimal perHour,
    @Nullable BigDecimal perMonth,
    @Nullable Integer monthHours,
    boolean billedWhileStopped,
    Confidence confidence,
    String source,
    LocalDate asOf) {

  /** How well a price is known. */
  public enum Confidence {
    /** Published by the platform itself. */
    A,
    /** Third parties quote the platform and agree. */
    B,
    /** One old source. */
    C,
    /** An assumption, to be shown as an estimate. */
    UNCONFIRMED
  }
}
