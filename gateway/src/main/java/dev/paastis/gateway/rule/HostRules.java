// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import java.util.List;

/** What holds for the requests of one route: asks its few patterns one after the other. */
final class HostRules {
  private final Rules all;
  private final List<OfPaths> paths;

  record OfPaths(List<PathPattern> patterns, Rules rules) {
    boolean matches(String path) {
      for (int i = 0; i < patterns.size(); i++) {
        if (patterns.get(i).matches(path)) {
          return true;
        }
      }
      return false;
    }
  }

  HostRules(Rules all, List<OfPaths> paths) {
    this.all = all;
    this.paths = List.copyOf(paths);
  }

  Rules meet(String uri) {
    if (paths.isEmpty()) {
      return all;
    }
    String path = PathText.of(uri);
    String resolved = PathText.resolved(path);
    Rules met = find(resolved);
    // Of nearly all paths there is one reading only.
    boolean clear = resolved.equals(path) || find(PathText.decoded(path)).isGuardedLike(met);
    return clear ? met : Rules.UNCLEAR;
  }

  private Rules find(String path) {
    for (int i = 0; i < paths.size(); i++) {
      OfPaths some = paths.get(i);
      if (some.matches(path)) {
        return some.rules();
      }
    }
    return all;
  }
}
