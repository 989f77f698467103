// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Between which bounds an app scales.
 *
 * @param minInstances fewest machines, at least 1
 * @param maxInstances most machines, at most 40
 * @param minFlavor smallest size
 * @param maxFlavor largest size
 */
public record Scaling(int minInstances, int maxInstances, String minFlavor, String maxFlavor) {
  private static final int MOST = 40;

  /** One machine of one size. */
  public static Scaling fixed(String flavor) {
    return new Scaling(1, 1, flavor, flavor);
  }

  /** What is wrong with it, by field, as the API tells it. */
  Map<String, String> faults() {
    Map<String, String> faults = new LinkedHashMap<>();
    if (minInstances < 1 || minInstances > MOST) {
      faults.put("minInstances", "must be between 1 and " + MOST);
    }
    if (maxInstances < minInstances || maxInstances > MOST) {
      faults.put("maxInstances", "must be between minInstances and " + MOST);
    }
    if (rank(minFlavor) < 0) {
      faults.put("minFlavor", "unknown flavor " + minFlavor);
    }
    if (rank(maxFlavor) < 0 || rank(maxFlavor) < rank(minFlavor)) {
      faults.put("maxFlavor", "must be a flavor not smaller than minFlavor");
    }
    return faults;
  }

  private static int rank(String flavor) {
    return Flavor.named(flavor).map(Enum::ordinal).orElse(-1);
  }
}
