// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an exchange that has ended. Immutable, so that another thread may write it down.
 *
 * @param at when it began
 * @param address of whoever asked
 * @param host that was asked for
 * @param app name of the app behind it
 * @param method as sent, {@code -} of a request that could not be read
 * @param uri as sent, with its query
 * @param protocol what the client speaks
 * @param status of the answer, 0 when the client left before there was one
 * @param way which way it took
 * @param bytesIn of the request's body
 * @param bytesOut of the answer's body
 * @param nanos how long it took
 * @param holdNanos how long of that it was held
 * @param id by which it is found again
 * @param agent what the client says it is
 * @param referrer where the client says it comes from
 */
record AccessLine(
    Instant at,
    String address,
    @Nullable String host,
    @Nullable String app,
    String method,
    String uri,
    Protocol protocol,
    int status,
    Way way,
    long bytesIn,
    long bytesOut,
    long nanos,
    long holdNanos,
    String id,
    @Nullable String agent,
    @Nullable String referrer) {
  static AccessLine of(Trail trail, Protocol protocol, long nanos, Instant end) {
    HttpRequest request = trail.about().request();
    boolean unread = request.headers().isEmpty();
    return new AccessLine(
        end.minusNanos(nanos),
        trail.about().address(),
        trail.host(),
        trail.about().appName(),
        unread ? "-" : request.method().name(),
        unread ? "-" : request.uri(),
        protocol,
        trail.status(),
        trail.way(),
        trail.bytesIn(),
        trail.bytesOut(),
        nanos,
        trail.holdNanos(),
        trail.requestId().toString(),
        request.headers().get(HttpHeaderNames.USER_AGENT),
        request.headers().get(HttpHeaderNames.REFERER));
  }

  /** The path, without what was asked of it. */
  String path() {
    return withoutQuery(uri);
  }

  static String withoutQuery(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /** The attributes of a span, which never has the query. */
  Map<String, Object> attributes() {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("http.request.method", method);
    attributes.put("url.path", path());
    attributes.put("client.address", address);
    attributes.put("network.protocol.name", protocol.wire());
    attributes.put("paastis.way", way.wire());
    attributes.put("paastis.request.id", id);
    putIfKnown(attributes, "server.address", host);
    putIfKnown(attributes, "paastis.app", app);
    putIfKnown(attributes, "user_agent.original", agent);
    if (status > 0) {
      attributes.put("http.response.status_code", (long) status);
    }
    return attributes;
  }

  private static void putIfKnown(Map<String, Object> to, String name, @Nullable String value) {
    if (value != null) {
      to.put(name, value);
    }
  }
}
