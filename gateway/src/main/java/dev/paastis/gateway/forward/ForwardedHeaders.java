// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells the app who asks, in the standard field and in the older ones that most apps read. What a
 * trusted peer says in either is told in both; what others say is dropped.
 */
final class ForwardedHeaders {
  private static final AsciiString FORWARDED = AsciiString.cached("forwarded");
  private static final AsciiString FOR = AsciiString.cached("x-forwarded-for");
  private static final AsciiString PROTO = AsciiString.cached("x-forwarded-proto");
  private static final AsciiString HOST = AsciiString.cached("x-forwarded-host");
  private static final AsciiString PORT = AsciiString.cached("x-forwarded-port");
  private static final AsciiString HTTP = AsciiString.cached("http");
  private static final AsciiString HTTPS = AsciiString.cached("https");
  private static final AsciiString USUAL_PORT = AsciiString.cached("80");
  private static final AsciiString USUAL_PORT_OF_TLS = AsciiString.cached("443");

  /** What only a trusted peer may say about the client. */
  private static final AsciiString[] CLAIMS = {
    FOR,
    PROTO,
    HOST,
    PORT,
    AsciiString.cached("x-forwarded-server"),
    AsciiString.cached("x-real-ip"),
    FORWARDED,
  };

  private ForwardedHeaders() {}

  static void dropClaims(HttpHeaders headers) {
    for (AsciiString claim : CLAIMS) {
      headers.remove(claim);
    }
  }

  /** Adds who asks here to what is already told. */
  static void add(HttpHeaders headers, Sender sender) {
    String host = headers.get(HttpHeaderNames.HOST);
    if (!headers.contains(FOR) && !headers.contains(FORWARDED) && !headers.contains(PROTO)) {
      headers.set(FOR, sender.address());
      headers.set(FORWARDED, sender.text(host));
      headers.set(PROTO, sender.secure() ? HTTPS : HTTP);
      setIfAbsent(headers, HOST, host);
      setIfAbsent(headers, PORT, sender.port());
      return;
    }
    append(headers, sender.stage(host), sender.address());
    if (!headers.contains(PROTO)) {
      headers.set(PROTO, sender.secure() ? HTTPS : HTTP);
    }
    if (host != null && !headers.contains(HOST)) {
      headers.set(HOST, host);
    }
    if (!headers.contains(PORT)) {
      headers.set(PORT, port(host, HTTPS.contentEqualsIgnoreCase(headers.get(PROTO))));
    }
  }

  private static void append(HttpHeaders headers, Forwarded.Stage here, String peer) {
    List<Forwarded.Stage> before = Forwarded.stages(headers.getAll(FORWARDED));
    List<String> addresses = headers.getAll(FOR);
    if (before.isEmpty()) {
      before = stages(String.join(",", addresses), headers.get(HOST), headers.get(PROTO));
    } else if (addresses.isEmpty()) {
      addresses = before.stream().map(Forwarded.Stage::node).toList();
      setIfAbsent(headers, PROTO, before.getFirst().proto());
      setIfAbsent(headers, HOST, before.getFirst().host());
    }
    headers.set(FOR, addresses.isEmpty() ? peer : String.join(", ", addresses) + ", " + peer);
    List<Forwarded.Stage> all = new ArrayList<>(before);
    all.add(here);
    headers.set(
        FORWARDED, all.stream().map(Forwarded.Stage::text).collect(Collectors.joining(", ")));
  }

  /** What the older fields tell, of which host and scheme are those of the first who asked. */
  private static List<Forwarded.Stage> stages(
      String addresses, @Nullable String host, @Nullable String proto) {
    List<Forwarded.Stage> stages = new ArrayList<>();
    for (String address : addresses.split(",", -1)) {
      if (!address.isBlank()) {
        String node = Forwarded.node(address.trim());
        boolean first = stages.isEmpty();
        stages.add(new Forwarded.Stage(node, first ? host : null, first ? proto : null));
      }
    }
    return stages;
  }

  private static void setIfAbsent(
      HttpHeaders headers, AsciiString name, @Nullable CharSequence value) {
    if (value != null && !headers.contains(name)) {
      headers.set(name, value);
    }
  }

  static CharSequence port(@Nullable String host, boolean secure) {
    int colon = host == null ? -1 : host.lastIndexOf(':');
    if (host != null && colon > host.lastIndexOf(']') && colon < host.length() - 1) {
      return host.substring(colon + 1);
    }
    return secure ? USUAL_PORT_OF_TLS : USUAL_PORT;
  }

  /** Who asked, first in front, as far as both sorts of fields tell. */
  static List<String> chain(HttpHeaders headers) {
    List<String> older = headers.getAll(FOR);
    if (older.isEmpty()) {
      return Forwarded.stages(headers.getAll(FORWARDED)).stream()
          .map(Forwarded.Stage::node)
          .toList();
    }
    return Arrays.stream(String.join(",", older).split(",", 64)).map(String::trim).toList();
  }
}
