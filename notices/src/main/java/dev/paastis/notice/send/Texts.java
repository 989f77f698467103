// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import java.util.Set;

/** Texts of others made harmless: names, causes and reasons may hold anything. */
final class Texts {
  private static final Set<Byte> DROPPED =
      Set.of(Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED);
  private static final String MARKDOWN = "\\`*_{}[]()#+-.!|~<>&:";

  private Texts() {}

  /** One line without invisible characters, cut to a length. */
  static String line(String text, int most) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(4L * most)
        .forEach(point -> {
          boolean space = Character.isWhitespace(point) || Character.isSpaceChar(point);
          if (space) {
            line.append(' ');
          } else if (!DROPPED.contains((byte) Character.getType(point))) {
            line.appendCodePoint(point);
          }
        });
    String clean = line.toString().replaceAll(" {2,}", " ").strip();
    if (clean.codePointCount(0, clean.length()) <= most) {
      return clean;
    }
    return clean.substring(0, clean.offsetByCodePoints(0, most - 1)) + "…";
  }

  /**
   * For Slack: no mention, no link, no formatting by what others wrote.
   *
   * @see <a href="https://docs.slack.dev/messaging/formatting-message-text#escaping">Escaping</a>
   */
  static String slack(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** For Markdown: every character as itself; a name after @ calls nobody. */
  static String markdown(String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars()
        .forEach(c -> {
          if (MARKDOWN.indexOf(c) >= 0) {
            escaped.append('\\');
          }
          escaped.append((char) c);
          if (c == '@') {
            escaped.append('\u200b');
          }
        });
    return escaped.toString();
  }

  /** For HTML. */
  static String html(String text) {
    return slack(text).replace("\"", "&quot;").replace("'", "&#39;");
  }
}
