// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request to a vendor's API.
 *
 * @param method HTTP method
 * @param path path and query, appended to the client's base address
 * @param headers header fields; values may be secrets, so it does not print them
 * @param body the body's text, empty for none
 */
public record RestRequest(String method, String path, Map<String, String> headers, String body) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Copies the headers. */
  public RestRequest {
    headers = Map.copyOf(headers);
  }

  /** A request without a body. */
  public static RestRequest of(String method, String path) {
    return new RestRequest(method, path, Map.of(), "");
  }

  /** A request with a JSON body of records, maps and lists. */
  public static RestRequest json(String method, String path, Object body) {
    return new RestRequest(
        method, path, Map.of("Content-Type", "application/json"), JSON.writeValueAsString(body));
  }

  /** The same request with one more header field. */
  public RestRequest with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new RestRequest(method, path, more, body);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
