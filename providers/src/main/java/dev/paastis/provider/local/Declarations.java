// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Holds what only all declarations together can break. */
final class Declarations {
  private Declarations() {}

  static void check(Collection<LocalApp> apps) {
    Set<String> names = new HashSet<>();
    Map<Integer, String> ports = new HashMap<>();
    for (LocalApp app : apps) {
      if (!names.add(app.name())) {
        throw new IllegalArgumentException("local app '" + app.name() + "' is declared twice");
      }
      String other = app.port() == null ? null : ports.putIfAbsent(app.port(), app.name());
      if (other != null) {
        throw new IllegalArgumentException(
            "local apps '%s' and '%s' both declare port %d"
                .formatted(other, app.name(), app.port()));
      }
    }
    apps.forEach(app -> checkReferences(app, names));
  }

  private static void checkReferences(LocalApp app, Set<String> names) {
    Set<String> unknown = new TreeSet<>();
    Stream.concat(app.command().stream(), app.environment().values().stream())
        .forEach(text -> unknown.addAll(Placeholders.apps(text)));
    unknown.removeAll(names);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "local app '" + app.name() + "' refers to apps that are not declared: " + unknown);
    }
  }
}
