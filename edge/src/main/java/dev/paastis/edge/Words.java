// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.gateway.resolve.AddressBlocks;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words of a command line: options with a value, and some without. */
final class Words {
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> switches = new HashSet<>();

  /**
   * Takes them apart.
   *
   * @param names of options with a value
   * @param bare of options without
   */
  Words(List<String> words, List<String> names, List<String> bare) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (bare.contains(word)) {
        switches.add(word);
        continue;
      } else if (!names.contains(name)) {
        throw new EdgeOptions.UsageException("unknown option " + name);
      }
      if (equals < 0 && i + 1 == words.size()) {
        throw new EdgeOptions.UsageException(name + " needs a value");
      }
      values.put(name, equals < 0 ? words.get(++i) : word.substring(equals + 1));
    }
  }

  @Nullable String text(String name) {
    return values.get(name);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  boolean has(String name) {
    return switches.contains(name);
  }

  /** A TCP port. */
  @Nullable Integer port(String name) {
    String text = values.get(name);
    if (text == null) {
      return null;
    }
    if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535) {
      return Integer.valueOf(text);
    }
    throw new EdgeOptions.UsageException(name + " must be 0 to 65535, got: " + text);
  }

  /** Addresses and CIDR blocks with commas between, {@code none} for none of them. */
  @Nullable List<String> blocks(String name) {
    String text = values.get(name);
    if (text == null) {
      return null;
    }
    try {
      List<String> blocks = text.equals("none") ? List.of() : List.of(text.split(",", -1));
      var _ = new AddressBlocks(blocks);
      return blocks;
    } catch (IllegalArgumentException e) {
      throw new EdgeOptions.UsageException(name + ": " + e.getMessage());
    }
  }
}
