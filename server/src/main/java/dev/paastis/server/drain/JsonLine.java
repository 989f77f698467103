// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a line of an access log in JSON, by the names that proxies give to their fields. */
final class JsonLine {
  private static final List<String> HOST =
      List.of("host", "http_host", "request_host", "RequestHost", "vhost", "server_name");
  private static final List<String> URI_OF =
      List.of("uri", "request_uri", "RequestPath", "path", "url");
  private static final List<String> METHOD = List.of("method", "request_method", "RequestMethod");
  private static final List<String> AGENT =
      List.of("user_agent", "http_user_agent", "userAgent", "request_User-Agent", "agent");
  private static final List<String> ADDRESS =
      List.of("remote_ip", "remote_addr", "client_ip", "ClientHost", "clientIp", "ip");

  private static final JsonMapper JSON = JsonMapper.shared();

  private JsonLine() {}

  /** The visit of that line, {@code null} when it is no such line. */
  static @Nullable Visit read(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return visit(node.path("request").isObject() ? node.path("request") : node);
    } catch (JacksonException e) {
      return null; // a log line may be anything
    }
  }

  private static @Nullable Visit visit(JsonNode node) {
    String uri = path(text(node, URI_OF));
    if (uri == null || text(node, METHOD) == null) {
      return null;
    }
    String agent = text(node, AGENT);
    JsonNode header = node.path("headers").path("User-Agent").path(0); // as Caddy writes it
    return new Visit(
        text(node, HOST),
        uri,
        agent == null && header.isString() ? header.stringValue() : agent,
        text(node, ADDRESS));
  }

  private static @Nullable String path(@Nullable String uri) {
    if (uri == null || uri.startsWith("/")) {
      return uri;
    }
    try {
      String path = URI.create(uri).getRawPath();
      return path == null || !path.startsWith("/") ? null : path;
    } catch (IllegalArgumentException e) {
      return null; // a log line may be anything
    }
  }

  private static @Nullable String text(JsonNode node, List<String> names) {
    for (String name : names) {
      if (node.path(name).isString()) {
        return node.path(name).stringValue();
      }
    }
    return null;
  }
}
