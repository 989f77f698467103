// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge.wire;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a JSON object; what is {@code null} is left out. */
final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator out;

  private JsonText(JsonGenerator out) {
    this.out = out;
  }

  /** What goes into an object. */
  interface Content<T> extends BiConsumer<JsonText, T> {}

  static <T> String of(T value, Content<T> content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      new JsonText(out).object(value, content);
    }
    return text.toString();
  }

  private <T> void object(T value, Content<T> content) {
    out.writeStartObject();
    content.accept(this, value);
    out.writeEndObject();
  }

  JsonText text(String name, @Nullable String value) {
    if (value != null) {
      out.writeStringProperty(name, value);
    }
    return this;
  }

  JsonText number(String name, @Nullable Long value) {
    if (value != null) {
      out.writeNumberProperty(name, value);
    }
    return this;
  }

  JsonText number(String name, long value) {
    out.writeNumberProperty(name, value);
    return this;
  }

  JsonText truth(String name, @Nullable Boolean value) {
    if (value != null) {
      out.writeBooleanProperty(name, value);
    }
    return this;
  }

  <T> JsonText object(String name, @Nullable T value, Content<T> content) {
    if (value != null) {
      out.writeName(name);
      object(value, content);
    }
    return this;
  }

  <T> JsonText objects(String name, List<T> items, Content<T> content) {
    out.writeArrayPropertyStart(name);
    for (T item : items) {
      object(item, content);
    }
    out.writeEndArray();
    return this;
  }

  JsonText optionalTexts(String name, @Nullable List<String> items) {
    return items == null ? this : texts(name, items);
  }

  JsonText textsByName(String name, Map<String, String> texts) {
    return object(name, texts, (to, all) -> new TreeMap<>(all).forEach(to::text));
  }

  JsonText texts(String name, List<String> items) {
    out.writeArrayPropertyStart(name);
    for (String item : items) {
      out.writeString(item);
    }
    out.writeEndArray();
    return this;
  }
}
