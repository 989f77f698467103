// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells one pause of many pieces in words. */
final class Reasons {
  private static final int SHOWN = 6;

  private Reasons() {}

  /** The pause of pieces that overlap or touch, in the order of their begin. */
  static Pause pause(List<Piece> pieces, Instant until) {
    Piece first = pieces.getFirst();
    if (pieces.size() == 1) {
      return new Pause(first.window(), first.from(), until, first.why());
    }
    Map<String, Set<String>> whysByWindow = new LinkedHashMap<>();
    for (Piece piece : pieces) {
      whysByWindow.computeIfAbsent(piece.window(), _ -> new LinkedHashSet<>()).add(piece.why());
    }
    String windows = String.join(", ", whysByWindow.keySet());
    return new Pause(windows, first.from(), until, why(whysByWindow));
  }

  private static String why(Map<String, Set<String>> whysByWindow) {
    if (whysByWindow.size() == 1) {
      return joined(whysByWindow.values().iterator().next());
    }
    return whysByWindow.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + joined(entry.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static String joined(Set<String> whys) {
    String shown = whys.stream().limit(SHOWN).collect(Collectors.joining(", "));
    int more = whys.size() - SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
