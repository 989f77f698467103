// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.util.Locale;

/** The names of the states, without what each carries. */
public enum StateName {
  /** See {@link AppState.Awake}. */
  AWAKE,
  /** See {@link AppState.FallingAsleep}. */
  FALLING_ASLEEP,
  /** See {@link AppState.Asleep}. */
  ASLEEP,
  /** See {@link AppState.Waking}. */
  WAKING,
  /** See {@link AppState.Unknown}. */
  UNKNOWN;

  private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in API and database, for example {@code falling-asleep}. */
  public String wire() {
    return wire;
  }

  /**
   * The state of that wire name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static StateName ofWire(String wire) {
    for (StateName name : values()) {
      if (name.wire.equals(wire)) {
        return name;
      }
    }
    throw new IllegalArgumentException("no such state: " + wire);
  }
}
