// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line of an access log in the common or combined form, with or without the host before it.
 *
 * @see <a href="https://httpd.apache.org/docs/2.4/logs.html#accesslog">Apache's access log</a>
 */
final class AccessLine {
  private static final int WORDS = 3;

  private AccessLine() {}

  /** The visit of that line, {@code null} when it is no such line. */
  static @Nullable Visit read(String line) {
    int date = line.indexOf(" [");
    int end = date < 0 ? -1 : line.indexOf("] \"", date);
    if (end < 0) {
      return null;
    }
    List<String> words = List.of(line.substring(0, date).split(" ", WORDS + 2));
    List<String> quoted = quoted(line.substring(end + 2));
    boolean withHost = words.size() == WORDS + 1;
    String uri = quoted.isEmpty() ? null : uri(quoted.getFirst());
    if (uri == null || !(withHost || words.size() == WORDS)) {
      return null;
    }
    String agent = quoted.size() < 3 ? null : quoted.get(2);
    return new Visit(withHost ? words.getFirst() : null, uri, agent, words.get(withHost ? 1 : 0));
  }

  /** The address of {@code GET /path HTTP/1.1}. */
  private static @Nullable String uri(String request) {
    String[] parts = request.split(" ", WORDS);
    boolean sound = parts.length > 1 && parts[0].chars().allMatch(c -> c >= 'A' && c <= 'Z');
    return sound && !parts[0].isEmpty() && parts[1].startsWith("/") ? parts[1] : null;
  }

  /** What stands between quotation marks, which may be escaped inside. */
  private static List<String> quoted(String text) {
    List<String> all = new ArrayList<>();
    int at = text.indexOf('"');
    while (at >= 0 && all.size() < WORDS) {
      int end = at + 1;
      while (end < text.length() && text.charAt(end) != '"') {
        end += text.charAt(end) == '\\' ? 2 : 1;
      }
      if (end >= text.length()) {
        return all;
      }
      all.add(text.substring(at + 1, end));
      at = text.indexOf('"', end + 1);
    }
    return all;
  }
}
