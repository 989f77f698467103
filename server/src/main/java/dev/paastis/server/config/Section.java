// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.api.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the file. Every read names what it expects; what does not fit becomes a problem
 * with its line, and a stand-in value lets the reading go on to find further problems.
 */
final class Section {
  private final String path;
  private final Node node;
  private final Problems problems;
  private final Map<String, Node> values = new LinkedHashMap<>();

  Section(String path, Node node, Problems problems) {
    this.path = path;
    this.node = node;
    this.problems = problems;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = scalar(tuple.getKeyNode());
        if (values.put(key, tuple.getValueNode()) != null) {
          problems.at(tuple.getKeyNode(), at(key), "stands here twice; keep one");
        }
      }
    } else if (!isNull(node)) {
      problems.at(node, path, "must be a mapping of keys and values");
    }
  }

  /** Complains about keys that mean nothing here. */
  Section only(String... allowed) {
    Set<String> known = new TreeSet<>(List.of(allowed));
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = scalar(tuple.getKeyNode());
        if (!known.contains(key)) {
          String rule = "is not a key here; allowed: " + String.join(", ", known);
          problems.at(tuple.getKeyNode(), at(key), rule);
        }
      }
    }
    return this;
  }

  Set<String> keys() {
    return values.keySet();
  }

  boolean has(String key) {
    Node value = values.get(key);
    return value != null && !isNull(value);
  }

  /** Whether a text stands there, and not a list or a mapping. */
  boolean isText(String key) {
    return has(key) && values.get(key) instanceof ScalarNode;
  }

  void problem(String key, String rule) {
    problems.at(values.getOrDefault(key, node), at(key), rule);
  }

  String required(String key, String example) {
    if (!has(key)) {
      problems.at(node, at(key), "is missing; write for example " + key + ": " + example);
      return example;
    }
    return text(key, example);
  }

  String text(String key, String otherwise) {
    String value = optional(key);
    return value == null ? otherwise : value;
  }

  @Nullable String optional(String key) {
    if (!has(key)) {
      return null;
    }
    if (values.get(key) instanceof ScalarNode value && !value.getValue().isBlank()) {
      return value.getValue();
    }
    problem(key, "must be a text");
    return null;
  }

  String oneOf(String key, String otherwise, Set<String> allowed) {
    String value = text(key, otherwise);
    if (!allowed.contains(value)) {
      problem(
          key,
          "'%s' is not known; allowed: %s"
              .formatted(value, String.join(", ", new TreeSet<>(allowed))));
    }
    return value;
  }

  Duration duration(String key, Duration otherwise) {
    String value = optional(key);
    if (value == null) {
      return otherwise;
    }
    try {
      Duration duration = DurationText.parse(value);
      if (duration.isPositive()) {
        return duration;
      }
      problem(key, "must be longer than nothing");
    } catch (IllegalArgumentException e) {
      problem(key, e.getMessage() == null ? "is not a duration" : e.getMessage());
    }
    return otherwise;
  }

  int number(String key, int otherwise, int least, int most) {
    Integer value = number(key, least, most);
    return value == null ? otherwise : value;
  }

  @Nullable Integer number(String key, int least, int most) {
    String value = optional(key);
    if (value == null) {
      return null;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, with the bounds
    }
    problem(key, "'%s' must be a whole number from %d to %d".formatted(value, least, most));
    return null;
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Node item : nodes(key)) {
      if (item instanceof ScalarNode value) {
        texts.add(value.getValue());
      } else {
        problems.at(item, at(key), "must be a list of texts");
      }
    }
    return texts;
  }

  List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    int index = 0;
    for (Node item : nodes(key)) {
      sections.add(new Section(at(key) + "[" + index + "]", item, problems));
      index++;
    }
    return sections;
  }

  /**
   * One entry of a list that may hold texts and mappings.
   *
   * @param text the text, {@code null} for a mapping
   * @param section the mapping; without keys for a text
   */
  record Item(@Nullable String text, Section section) {}

  List<Item> items(String key) {
    List<Item> items = new ArrayList<>();
    int index = 0;
    for (Node node : nodes(key)) {
      Section section =
          new Section(
              at(key) + "[" + index + "]",
              node instanceof ScalarNode ? emptyLike(node) : node,
              problems);
      items.add(new Item(node instanceof ScalarNode scalar ? scalar.getValue() : null, section));
      index++;
    }
    return items;
  }

  /** The section under a key; an empty one where the key is absent. */
  Section section(String key) {
    Node value = values.get(key);
    return value == null
        ? new Section(at(key), emptyLike(node), problems)
        : new Section(at(key), value, problems);
  }

  Map<String, String> textsByKey(String key) {
    Section section = section(key);
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : section.keys()) {
      texts.put(name, section.has(name) ? section.text(name, "") : "");
    }
    return texts;
  }

  /** Everything in it as plain values: texts, lists and mappings, in the order of the file. */
  Map<String, Object> values() {
    Map<String, Object> plain = new LinkedHashMap<>();
    values.forEach((key, value) -> plain.put(key, plain(value)));
    return plain;
  }

  private static Object plain(Node node) {
    return switch (node) {
      case SequenceNode list -> list.getValue().stream().map(Section::plain).toList();
      case MappingNode mapping -> {
        Map<String, Object> plain = new LinkedHashMap<>();
        mapping.getValue().forEach(t -> plain.put(scalar(t.getKeyNode()), plain(t.getValueNode())));
        yield plain;
      }
      case ScalarNode scalar -> scalar.getValue();
      default -> "";
    };
  }

  String at(String key) {
    if (key.isEmpty()) {
      return path;
    }
    return path.isEmpty() ? key : path + "." + key;
  }

  private List<Node> nodes(String key) {
    if (!has(key)) {
      return List.of();
    }
    if (values.get(key) instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    problem(key, "must be a list");
    return List.of();
  }

  private static String scalar(Node key) {
    return key instanceof ScalarNode scalar ? scalar.getValue() : "?";
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static Node emptyLike(Node node) {
    return new ScalarNode(
        Tag.NULL,
        true,
        "",
        org.snakeyaml.engine.v2.common.ScalarStyle.PLAIN,
        node.getStartMark(),
        node.getEndMark());
  }
}
