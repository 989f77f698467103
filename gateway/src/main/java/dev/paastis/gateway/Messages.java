// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.app.Upstream;
import dev.paastis.gateway.forward.HeaderRules;
import dev.paastis.gateway.forward.UpstreamFault;
import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.gateway.page.Reply;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** Turns requests and answers of one connection into those of the other, in place. */
final class Messages {
  private static final AsciiString STATE = AsciiString.cached("x-paastis-state");
  private static final AsciiString UPSTREAM = AsciiString.cached("x-paastis-upstream");
  private static final AsciiString UPSTREAM_ADDRESS =
      AsciiString.cached("x-paastis-upstream-address");
  private static final AsciiString UPSTREAM_HOST = AsciiString.cached("x-paastis-upstream-host");
  private static final AsciiString ROBOTS = AsciiString.cached("x-robots-tag");
  private static final AsciiString NOINDEX = AsciiString.cached("noindex");

  /** A day in seconds: whoever waits longer may look in between whether things have changed. */
  private static final long LONGEST_RETRY_AFTER = 86_400;

  private Messages() {}

  /** Stands for a request that could not be read. */
  static HttpRequest unreadable() {
    return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
  }

  static boolean isKeepAlive(HttpMessage message) {
    return HttpUtil.isKeepAlive(message);
  }

  /** Whether the client speaks HTTP/1.0. */
  static boolean isOld(HttpRequest request) {
    return request.protocolVersion().minorVersion() == 0;
  }

  static boolean hasBody(HttpRequest request) {
    String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }

  static boolean isIdempotent(HttpMethod method) {
    return switch (method.name()) {
      case "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE" -> true;
      default -> false;
    };
  }

  static boolean isWebSocket(HttpRequest request) {
    HttpHeaders headers = request.headers();
    return headers.contains(HttpHeaderNames.UPGRADE)
        && request.method().equals(HttpMethod.GET)
        && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(headers.get(HttpHeaderNames.UPGRADE));
  }

  /** Makes a client's request ours. */
  static void prepareRequest(HttpRequest request, Client client, Upstream to, boolean webSocket) {
    HttpHeaders headers = request.headers();
    HeaderRules.stripHopByHop(headers);
    client.peer().sender().addTo(headers);
    HeaderRules.addVia(headers, client.via());
    if (to.ownHost()) {
      headers.set(HttpHeaderNames.HOST, to.authority());
    }
    if (webSocket) {
      upgrade(headers);
    }
  }

  /** Makes an app's answer ours. */
  static void prepareResponse(HttpResponse response) {
    HeaderRules.stripHopByHop(response.headers());
    HeaderRules.addVia(response.headers(), HeaderRules.VIA_HTTP_1);
  }

  /**
   * Says where an answer ends, for a client of HTTP/1.
   *
   * @param keepAlive whether the connection of the client could stay open
   * @return whether it can, given how this answer ends
   */
  static boolean frame(HttpResponse response, HttpRequest request, boolean keepAlive) {
    HttpHeaders headers = response.headers();
    if (headers.contains(HttpHeaderNames.CONNECTION)) {
      return false; // a stream of our own, which ends with the connection
    }
    response.setProtocolVersion(HttpVersion.HTTP_1_1);
    boolean stays = setFraming(response, request) && keepAlive;
    setConnection(headers, request, stays);
    return stays;
  }

  /** Whether the answer's end is known without closing the connection. */
  private static boolean setFraming(HttpResponse response, HttpRequest request) {
    HttpHeaders headers = response.headers();
    boolean chunked = headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
    headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    int status = response.status().code();
    if (status == 204 || status == 304 || request.method().equals(HttpMethod.HEAD)) {
      return true;
    }
    if (!chunked && headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      return true;
    }
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    if (isOld(request)) {
      return false;
    }
    headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    return true;
  }

  private static void setConnection(HttpHeaders headers, HttpRequest request, boolean stays) {
    if (!stays) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (isOld(request)) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
  }

  /** What a visitor is told of a connection to an app that did not come about. */
  static ProblemCode codeOf(UpstreamFault fault) {
    return switch (fault.kind()) {
      case NAME_UNKNOWN,
          NAME_TOO_SLOW,
          NOT_ACCEPTED,
          NO_HTTP2,
          HANDSHAKE_TOO_SLOW,
          HANDSHAKE_FAILED ->
          ProblemCode.APP_UNREACHABLE;
      case ADDRESS_REFUSED -> ProblemCode.APP_ADDRESS_REFUSED;
      case CERTIFICATE_NOT_TRUSTED, CERTIFICATE_OF_ANOTHER -> ProblemCode.APP_NOT_TRUSTED;
    };
  }

  /** An answer of 1xx for the client: complete in itself, as the real one follows. */
  static HttpResponse informational(HttpResponse response) {
    HttpHeaders headers = response.headers();
    HeaderRules.stripHopByHop(headers);
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1,
        response.status(),
        Unpooled.EMPTY_BUFFER,
        headers,
        EmptyHttpHeaders.INSTANCE);
  }

  /** A whole answer of our own. */
  static FullHttpResponse ofReply(Reply reply, ByteBufAllocator buffers) {
    var content = ByteBufUtil.writeUtf8(buffers, reply.body());
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), content);
    HttpHeaders headers = response.headers();
    if (reply.status() != 204) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, reply.contentType());
      headers.set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
    }
    setOwn(headers, reply);
    return response;
  }

  /** All of an answer but its head. */
  static LastHttpContent endOf(FullHttpResponse response) {
    return new DefaultLastHttpContent(response.content());
  }

  /** The head of an answer of our own whose end is not known. */
  static HttpResponse streamOf(Reply reply) {
    var head =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()));
    head.headers().set(HttpHeaderNames.CONTENT_TYPE, reply.contentType());
    setConnection(head.headers(), false);
    setOwn(head.headers(), reply);
    return head;
  }

  /** Says whether the connection stays open after an answer of our own. */
  static void setConnection(HttpHeaders headers, boolean keepAlive) {
    headers.set(
        HttpHeaderNames.CONNECTION,
        keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
  }

  /** Sets the headers that every answer of ours has. */
  private static void setOwn(HttpHeaders headers, Reply reply) {
    headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    headers.set(ROBOTS, NOINDEX);
    headers.set(STATE, reply.state());
    if (reply.retryAfter() != null) {
      long seconds = (reply.retryAfter().toMillis() + 999) / 1000;
      headers.set(HttpHeaderNames.RETRY_AFTER, Math.clamp(seconds, 1, LONGEST_RETRY_AFTER));
    }
    setIfPresent(headers, HttpHeaderNames.CONTENT_SECURITY_POLICY, reply.securityPolicy());
    setIfPresent(headers, HttpHeaderNames.LOCATION, reply.location());
    setIfPresent(headers, HttpHeaderNames.WWW_AUTHENTICATE, reply.challenge());
    setUpstream(headers, reply.upstream());
  }

  /** An upstream that takes the visitor's own host names none. */
  private static void setUpstream(HttpHeaders headers, @Nullable Upstream to) {
    if (to != null) {
      headers.set(UPSTREAM, to.url());
      headers.set(UPSTREAM_ADDRESS, to.address());
      setIfPresent(headers, UPSTREAM_HOST, to.ownHost() ? to.authority() : null);
    }
  }

  private static void setIfPresent(HttpHeaders headers, AsciiString name, @Nullable String value) {
    if (value != null) {
      headers.set(name, value);
    }
  }

  /** Says that what follows is WebSocket. */
  static void upgrade(HttpHeaders headers) {
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
  }
}
