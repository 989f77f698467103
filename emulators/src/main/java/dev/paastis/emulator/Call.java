// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import com.sun.net.httpserver.Headers;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request to an emulated API.
 *
 * @param method HTTP method
 * @param path decoded path without query
 * @param params values of the path's placeholders
 * @param query query parameters, the first of each name
 * @param headers header fields
 * @param body the body's text
 */
public record Call(
    String method,
    String path,
    Map<String, String> params,
    Map<String, String> query,
    Headers headers,
    String body) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The value of a placeholder of the path. */
  public String param(String name) {
    String value = params.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no placeholder named " + name);
    }
    return value;
  }

  /** A query parameter. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** A header field. */
  public Optional<String> header(String name) {
    @Nullable String value = headers.getFirst(name);
    return Optional.ofNullable(value);
  }

  /** The body as JSON; empty when it is none. */
  public Optional<JsonNode> json() {
    try {
      return body.isBlank() ? Optional.empty() : Optional.of(JSON.readTree(body));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** The same call with the values of a route's placeholders. */
  Call with(Map<String, String> values) {
    return new Call(method, path, values, query, headers, body);
  }
}
