// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.page;

import org.jspecify.annotations.Nullable;

/** Writes one flat JSON object. */
final class JsonText {
  private final StringBuilder text = new StringBuilder("{");

  /** Adds a text, or nothing for {@code null}. */
  JsonText text(String name, @Nullable String value) {
    if (value != null) {
      name(name);
      quote(value);
    }
    return this;
  }

  JsonText number(String name, long value) {
    name(name);
    text.append(value);
    return this;
  }

  String end() {
    return text.append('}').toString();
  }

  private void name(String name) {
    if (text.length() > 1) {
      text.append(',');
    }
    quote(name);
    text.append(':');
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> appendPlain(c);
      }
    }
    text.append('"');
  }

  private void appendPlain(char c) {
    if (c < 0x20 || c == '\u2028' || c == '\u2029') {
      text.append("\\u%04x".formatted((int) c));
    } else {
      text.append(c);
    }
  }
}
