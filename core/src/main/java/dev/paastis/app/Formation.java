// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.util.List;
import java.util.Map;

/**
 * What must be restored exactly at a wake: process types with quantity and size, and whatever else
 * a provider needs to bring back.
 *
 * @param processes the process types in the provider's order
 * @param extras further settings of the provider, by its own names
 */
public record Formation(List<ProcessType> processes, Map<String, String> extras) {
  /** A formation of nothing, as for an app that was never started. */
  public static final Formation EMPTY = new Formation(List.of(), Map.of());

  /** Copies both collections. */
  public Formation {
    processes = List.copyOf(processes);
    extras = Map.copyOf(extras);
  }

  /** One process type with its quantity and size. */
  public static Formation of(String type, int quantity, String size) {
    return new Formation(List.of(new ProcessType(type, quantity, size)), Map.of());
  }

  /**
   * One process type.
   *
   * @param name for example {@code web}
   * @param quantity number of processes, zero or more
   * @param size the provider's name of the size, empty where it has none
   */
  public record ProcessType(String name, int quantity, String size) {
    /** Validates the quantity. */
    public ProcessType {
      if (quantity < 0) {
        throw new IllegalArgumentException(
            "quantity of process type '" + name + "' must not be negative, got: " + quantity);
      }
    }
  }
}
