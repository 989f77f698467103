// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The kinds of platforms that this installation knows. Immutable. */
public final class ProviderKinds {
  private final Map<String, ProviderKind> byName;

  private ProviderKinds(Map<String, ProviderKind> byName) {
    this.byName = byName;
  }

  /** Those on the class path, found by {@link ServiceLoader}. */
  public static ProviderKinds load() {
    return of(ServiceLoader.load(ProviderKind.class));
  }

  /**
   * Those given.
   *
   * @throws IllegalStateException when two have one name
   */
  public static ProviderKinds of(Iterable<ProviderKind> kinds) {
    Map<String, ProviderKind> byName = new TreeMap<>();
    for (ProviderKind kind : kinds) {
      if (byName.put(kind.name(), kind) != null) {
        throw new IllegalStateException("two kinds of provider are named '" + kind.name() + "'");
      }
    }
    return new ProviderKinds(Collections.unmodifiableMap(byName));
  }

  /** All, by name. */
  public Collection<ProviderKind> all() {
    return byName.values();
  }

  /** The kind of that name. */
  public Optional<ProviderKind> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
