// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message of syslog, as far as it matters here. Heroku leaves the structured data out, where the
 * standard wants at least a hyphen.
 *
 * @param host who says that it sent it
 * @param app the name of the program
 * @param process what of the program
 * @param message the text
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5424#section-6">RFC 5424, 6</a>
 */
record SyslogLine(String host, String app, String process, String message) {
  private static final Pattern TOKEN = Pattern.compile(" token=\"([A-Za-z0-9_-]{1,100})\"");

  /** Version and time, host, app, process, message id, and what follows. */
  private static final int PARTS = 7;

  /** Reads one, {@code null} when it is none. */
  static @Nullable SyslogLine read(String line) {
    int end = line.indexOf('>');
    if (!line.startsWith("<") || end < 2 || end > 4) {
      return null;
    }
    String[] parts = line.substring(end + 1).split(" ", PARTS);
    if (parts.length < PARTS || !parts[0].equals("1")) {
      return null;
    }
    return new SyslogLine(parts[2], parts[3], parts[4], message(parts[PARTS - 1]));
  }

  /**
   * The token by which a message names its drain: the parameter {@code token} of any element of its
   * structured data. {@code null} when it has none.
   */
  static @Nullable String token(String line) {
    String[] parts = line.split(" ", PARTS);
    if (!line.startsWith("<") || parts.length < PARTS) {
      return null;
    }
    String rest = parts[PARTS - 1];
    for (int at = 0; at < rest.length() && rest.charAt(at) == '['; ) {
      int end = elementEnd(rest, at);
      if (end < 0) {
        return null;
      }
      Matcher token = TOKEN.matcher(rest).region(at, end);
      if (token.find()) {
        return token.group(1);
      }
      at = end + 1;
    }
    return null;
  }

  /** What follows the structured data, if there is any. */
  private static String message(String rest) {
    if (rest.startsWith("- ")) {
      return withoutMark(rest.substring(2));
    }
    int at = 0;
    while (at < rest.length() && rest.charAt(at) == '[') {
      int end = elementEnd(rest, at);
      if (end < 0) {
        return rest;
      }
      at = end + 1;
    }
    return withoutMark(rest.substring(at).stripLeading());
  }

  /** Where an element of the structured data ends: a bracket inside quotation marks does not. */
  private static int elementEnd(String text, int from) {
    boolean inside = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        inside = !inside;
      } else if (c == ']' && !inside) {
        return i;
      }
    }
    return -1;
  }

  private static String withoutMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }
}
