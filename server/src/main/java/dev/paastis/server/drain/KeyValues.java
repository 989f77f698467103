// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import java.util.HashMap;
import java.util.Map;

/** Reads {@code key=value key="quoted value"}, as routers of platforms write their lines. */
final class KeyValues {
  /** More than any router writes. */
  private static final int MOST = 64;

  private final String text;
  private int at;

  private KeyValues(String text) {
    this.text = text;
  }

  /** The pairs of that text; what is no pair is passed over. */
  static Map<String, String> of(String text) {
    return new KeyValues(text).read();
  }

  private Map<String, String> read() {
    Map<String, String> pairs = new HashMap<>();
    while (at < text.length() && pairs.size() < MOST) {
      int start = at;
      while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != ' ') {
        at++;
      }
      if (at < text.length() && text.charAt(at) == '=' && at > start) {
        String key = text.substring(start, at++);
        pairs.put(key, value());
      } else {
        at++;
      }
    }
    return pairs;
  }

  private String value() {
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int start = at;
    while (at < text.length() && text.charAt(at) != ' ') {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    at++;
    return value.toString();
  }
}
