// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer of an emulated API.
 *
 * @param status HTTP status
 * @param headers header fields
 * @param body the body's text, empty for none
 */
public record Answer(int status, Map<String, String> headers, String body) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Copies the headers. */
  public Answer {
    headers = Map.copyOf(headers);
  }

  /** JSON of records, maps and lists. */
  public static Answer json(int status, Object value) {
    return new Answer(
        status, Map.of("Content-Type", "application/json"), JSON.writeValueAsString(value));
  }

  /** Plain text. */
  public static Answer text(int status, String text) {
    return new Answer(status, Map.of("Content-Type", "text/plain; charset=utf-8"), text);
  }

  /** A page. */
  public static Answer html(int status, String page) {
    return new Answer(status, Map.of("Content-Type", "text/html; charset=utf-8"), page);
  }

  /** No body. */
  public static Answer empty(int status) {
    return new Answer(status, Map.of(), "");
  }

  /** The same answer with one more header field. */
  public Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body);
  }
}
