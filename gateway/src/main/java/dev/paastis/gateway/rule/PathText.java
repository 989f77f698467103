// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The two ways in which apps read a path: with only its letters decoded, and as where it leads once
 * dots, doubled and encoded slashes and parameters are resolved. A guard must hold in both.
 */
final class PathText {
  private PathText() {}

  /** Without query. */
  static String of(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (c == '?' || c == '#') {
        return uri.substring(0, i);
      }
    }
    return uri;
  }

  /** The query with its question mark, empty without one. */
  static String query(String uri) {
    int mark = uri.indexOf('?');
    return mark < 0 ? "" : uri.substring(mark);
  }

  /** Letters decoded, all but slashes. */
  static String decoded(String path) {
    return path.indexOf('%') < 0 ? path : decode(path, false);
  }

  /** Where it leads: the same object for nearly all paths. */
  static String resolved(String path) {
    boolean plain =
        path.indexOf('%') < 0
            && path.indexOf(';') < 0
            && path.indexOf('\\') < 0
            && !path.contains("//")
            && !path.contains("/.");
    return plain ? path : resolve(decode(path, true).replace('\\', '/'));
  }

  private static String resolve(String path) {
    List<String> kept = new ArrayList<>();
    String last = "";
    for (String part : path.split("/", -1)) {
      int parameters = part.indexOf(';');
      last = parameters < 0 ? part : part.substring(0, parameters);
      if (last.equals("..")) {
        if (!kept.isEmpty()) {
          kept.removeLast();
        }
      } else if (!last.isEmpty() && !last.equals(".")) {
        kept.add(last);
      }
    }
    boolean folder = last.isEmpty() || last.equals(".") || last.equals("..");
    return "/" + String.join("/", kept) + (folder && !kept.isEmpty() ? "/" : "");
  }

  private static String decode(String path, boolean slashes) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int value = bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes[i + 1], bytes[i + 2]) : -1;
      if (value < 0 || (!slashes && (value == '/' || value == '\\'))) {
        decoded.write(bytes[i]);
      } else {
        decoded.write(value);
        i += 2;
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }

  private static int hex(byte high, byte low) {
    int first = Character.digit(high, 16);
    int second = Character.digit(low, 16);
    return first < 0 || second < 0 ? -1 : first * 16 + second;
  }
}
