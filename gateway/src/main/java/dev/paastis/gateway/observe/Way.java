// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import java.util.Locale;

/** Which way an exchange took. */
public enum Way {
  /** Straight to the app, which was awake. */
  FORWARDED,
  /** It waited for a wake, whatever came of that. */
  HELD,
  /** The waiting page, or what belongs to it. */
  PAGE,
  /** Answered by an ignore rule. */
  IGNORED,
  /** Answered by a problem, without a way to the app. */
  REFUSED;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The name that is shown. */
  public String wire() {
    return wire;
  }
}
