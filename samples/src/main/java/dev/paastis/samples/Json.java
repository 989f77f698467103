// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON into maps, lists, texts, doubles, booleans and {@link #NULL}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class Json {
  /** Stands for {@code null}. */
  static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  private static final int MAX_DEPTH = 64;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * The value of the text.
   *
   * @throws IllegalArgumentException when it is no JSON
   */
  static Object parse(String text) {
    var json = new Json(text);
    Object value = json.value(0);
    json.skipSpace();
    json.require(json.at == text.length(), "nothing more");
    return value;
  }

  private Object value(int depth) {
    require(depth < MAX_DEPTH, "less depth");
    skipSpace();
    require(at < text.length(), "a value");
    return switch (text.charAt(at)) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", NULL);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    if (skips('}')) {
      return members;
    }
    do {
      skipSpace();
      String name = string();
      require(skips(':'), "':'");
      members.put(name, value(depth + 1));
    } while (skips(','));
    require(skips('}'), "'}'");
    return members;
  }

  private List<Object> array(int depth) {
    List<Object> items = new ArrayList<>();
    at++;
    if (skips(']')) {
      return items;
    }
    do {
      items.add(value(depth + 1));
    } while (skips(','));
    require(skips(']'), "']'");
    return items;
  }

  private String string() {
    require(at < text.length() && text.charAt(at) == '"', "a text");
    StringBuilder out = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
      char c = text.charAt(at);
      require(c >= ' ', "no control character");
      out.append(c == '\\' ? escaped() : c);
    }
    require(at < text.length(), "the end of a text");
    at++;
    return out.toString();
  }

  private char escaped() {
    at++;
    require(at < text.length(), "an escaped character");
    char c = text.charAt(at);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw new IllegalArgumentException("JSON: unknown escape at " + at);
    };
  }

  private char unicode() {
    require(at + 4 < text.length(), "four hexadecimal digits");
    char c = (char) Integer.parseInt(text, at + 1, at + 5, 16);
    at += 4;
    return c;
  }

  private Object word(String word, Object value) {
    require(text.startsWith(word, at), word);
    at += word.length();
    return value;
  }

  private Double number() {
    int start = at;
    while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    require(at > start, "a value");
    return Double.valueOf(text.substring(start, at));
  }

  private boolean skips(char expected) {
    skipSpace();
    boolean there = at < text.length() && text.charAt(at) == expected;
    at += there ? 1 : 0;
    return there;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("JSON: expected " + expected + " at " + at);
    }
  }

  /** A text as JSON, with its quotes. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c == '<') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
