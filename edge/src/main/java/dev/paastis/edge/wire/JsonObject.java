// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON object as read; names that nobody asks for are passed over. Immutable. */
final class JsonObject {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Map<String, @Nullable Object> values;

  private JsonObject(Map<String, @Nullable Object> values) {
    this.values = values;
  }

  static JsonObject of(String text) throws GarbledException {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new GarbledException("no JSON object: " + beginning(text));
      }
      JsonObject read = object(parser);
      if (parser.nextToken() != null) {
        throw new GarbledException("more than one JSON object: " + beginning(text));
      }
      return read;
    } catch (JacksonException e) {
      throw new GarbledException("no JSON: " + beginning(text), e);
    }
  }

  private static String beginning(String text) {
    return text.substring(0, Math.min(text.length(), 80));
  }

  private static JsonObject object(JsonParser parser) throws GarbledException {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      values.put(name, value(parser));
    }
    return new JsonObject(values);
  }

  private static @Nullable Object value(JsonParser parser) throws GarbledException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new GarbledException("no value: " + parser.currentToken());
    };
  }

  private static List<@Nullable Object> array(JsonParser parser) throws GarbledException {
    List<@Nullable Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return items;
  }

  String text(String name) throws GarbledException {
    return required(name, String.class);
  }

  @Nullable String optionalText(String name) throws GarbledException {
    return optional(name, String.class);
  }

  /** Fails when it has any other name. */
  void only(String... names) throws GarbledException {
    List<String> known = List.of(names);
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new GarbledException("'" + name + "' is not known");
      }
    }
  }

  /** A number of four bytes. */
  int figure(String name) throws GarbledException {
    long number = number(name);
    if (number != (int) number) {
      throw new GarbledException("'" + name + "' is too large: " + number);
    }
    return (int) number;
  }

  long number(String name) throws GarbledException {
    return required(name, Long.class);
  }

  @Nullable Long optionalNumber(String name) throws GarbledException {
    return optional(name, Long.class);
  }

  boolean truth(String name) throws GarbledException {
    return required(name, Boolean.class);
  }

  @Nullable Boolean optionalTruth(String name) throws GarbledException {
    return optional(name, Boolean.class);
  }

  JsonObject object(String name) throws GarbledException {
    return required(name, JsonObject.class);
  }

  @Nullable JsonObject optionalObject(String name) throws GarbledException {
    return optional(name, JsonObject.class);
  }

  List<String> texts(String name) throws GarbledException {
    return items(name, String.class);
  }

  @Nullable List<String> optionalTexts(String name) throws GarbledException {
    return optional(name, List.class) == null ? null : texts(name);
  }

  /** An object of texts, by their names. */
  Map<String, String> textsByName(String name) throws GarbledException {
    JsonObject all = object(name);
    Map<String, String> texts = new LinkedHashMap<>();
    for (String each : all.values.keySet()) {
      texts.put(each, all.text(each));
    }
    return texts;
  }

  List<JsonObject> objects(String name) throws GarbledException {
    return items(name, JsonObject.class);
  }

  private <T> List<T> items(String name, Class<T> type) throws GarbledException {
    List<T> items = new ArrayList<>();
    for (Object item : required(name, List.class)) {
      items.add(cast(name, item, type));
    }
    return items;
  }

  private <T> T required(String name, Class<T> type) throws GarbledException {
    T value = optional(name, type);
    if (value == null) {
      throw new GarbledException("'" + name + "' is missing");
    }
    return value;
  }

  private <T> @Nullable T optional(String name, Class<T> type) throws GarbledException {
    Object value = values.get(name);
    return value == null ? null : cast(name, value, type);
  }

  private static <T> T cast(String name, @Nullable Object value, Class<T> type)
      throws GarbledException {
    if (!type.isInstance(value)) {
      throw new GarbledException("'" + name + "' is something else: " + value);
    }
    return type.cast(value);
  }
}
