// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Gathers the problems of one file, so that all of them are told at once. */
final class Problems {
  private final String file;
  private final List<Found> found = new ArrayList<>();

  private record Found(int line, Fault fault) {}

  Problems(String file) {
    this.file = file;
  }

  void at(Node node, String path, String rule) {
    at(node.getStartMark(), path, rule);
  }

  void at(Optional<Mark> mark, String path, String rule) {
    String line = mark.map(m -> ":" + (m.getLine() + 1)).orElse("");
    String key = path.isEmpty() ? "" : path + ": ";
    int place = mark.map(Mark::getLine).orElse(0);
    found.add(new Found(place, new Fault(file, path, rule, file + line + ": " + key + rule)));
  }

  /** In the order of the file. */
  List<Fault> found() {
    return found.stream().sorted(Comparator.comparingInt(Found::line)).map(Found::fault).toList();
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw ConfigurationException.of(found());
    }
  }
}
