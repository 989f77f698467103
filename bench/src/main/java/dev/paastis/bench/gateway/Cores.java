// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

/**
 * Who runs on which core. The proxy has one to itself, so that all have the same and none is slowed
 * by its own load; on two cores, load and origin share the other.
 */
record Cores(String proxy, String origin, String load) {
  static Cores ofThisMachine() {
    return switch (Runtime.getRuntime().availableProcessors()) {
      case 1 -> new Cores("0", "0", "0");
      case 2 -> new Cores("0", "1", "1");
      default -> new Cores("0", "1", "2");
    };
  }
}
