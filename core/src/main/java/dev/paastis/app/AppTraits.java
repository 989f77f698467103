// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.util.Map;
import java.util.Set;

/**
 * What an app is, as far as rules may ask for it.
 *
 * @param kinds what sort of app it is; may be several, or none that is known
 * @param labels what it was labelled with on its platform or in the configuration
 */
public record AppTraits(Set<AppKind> kinds, Map<String, String> labels) {
  /** Nothing is known. */
  public static final AppTraits UNKNOWN = new AppTraits(Set.of(), Map.of());

  /** Copies the collections. */
  public AppTraits {
    kinds = Set.copyOf(kinds);
    labels = Map.copyOf(labels);
  }
}
