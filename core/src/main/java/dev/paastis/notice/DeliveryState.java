// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import java.util.Locale;

/** How far a message has come. */
public enum DeliveryState {
  /** Not taken yet. */
  WAITING,
  /** Taken by the receiver. */
  DELIVERED,
  /** Given up; a person may have it sent again. */
  DEAD;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The name in API and database, for example {@code waiting}. */
  public String wire() {
    return wire;
  }

  /**
   * The state of that wire name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static DeliveryState ofWire(String wire) {
    for (DeliveryState state : values()) {
      if (state.wire.equals(wire)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no such state of a delivery: " + wire);
  }
}
