// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.rest.RestReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the vendor's error bodies say, for people. */
final class Errors {
  private static final int LONGEST = 300;

  private Errors() {}

  /**
   * One line out of an error answer.
   *
   * @see <a href="https://developers.scalingo.com/#errors">Errors</a>
   */
  static String message(RestReply.Answered answer) {
    String said = said(answer);
    return switch (answer.status()) {
      case 401 -> "Scalingo does not accept the API token: " + said;
      case 402 -> "Scalingo asks for a payment: " + said;
      case 429 -> "Scalingo takes no more calls for now: " + said + later(answer);
      default -> "Scalingo answered " + answer.status() + ": " + said;
    };
  }

  private static String later(RestReply.Answered answer) {
    return answer
        .header("Retry-After")
        .map(after ->
            after.matches("\\d{1,9}") ? "; again in " + after + " s" : "; again at " + after)
        .orElse("");
  }

  private static String said(RestReply.Answered answer) {
    String text = answer.json().flatMap(Errors::ofJson).orElseGet(() -> answer.body().strip());
    String line = text.isEmpty() ? "no reason given" : text.replaceAll("\\s+", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }

  private static Optional<String> ofJson(JsonNode json) {
    List<String> parts = new ArrayList<>();
    addText(parts, json.path("resource"));
    addText(parts, json.path("error"));
    addText(parts, json.path("url"));
    json.path("errors")
        .properties()
        .forEach(field -> field.getValue().forEach(why -> add(parts, field.getKey(), why)));
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", parts));
  }

  private static void add(List<String> parts, String field, JsonNode why) {
    if (why.isString()) {
      parts.add(field + " " + why.stringValue());
    }
  }

  private static void addText(List<String> parts, JsonNode value) {
    if (value.isString() && !value.stringValue().isBlank()) {
      parts.add(value.stringValue());
    }
  }
}
