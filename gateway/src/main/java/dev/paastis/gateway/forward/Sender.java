// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whoever sends requests over one connection, as apps are told of it. It remembers what it wrote
 * for the host asked for last, as a client rarely changes it. Belongs to one event loop.
 */
public final class Sender {
  private final String address;
  private final boolean trusted;
  private final boolean secure;
  private @Nullable String host;
  private @Nullable String stage;
  private CharSequence port = "";

  /**
   * Describes a sender.
   *
   * @param address its address, without port
   * @param trusted whether it is believed what it says of whom it asks for
   * @param secure whether it came by TLS
   */
  public Sender(String address, boolean trusted, boolean secure) {
    this.address = address;
    this.trusted = trusted;
    this.secure = secure;
  }

  /** Tells the app who asks, and drops what an untrusted sender says about that. */
  public void addTo(HttpHeaders headers) {
    if (!trusted) {
      ForwardedHeaders.dropClaims(headers);
    }
    ForwardedHeaders.add(headers, this);
  }

  String address() {
    return address;
  }

  boolean secure() {
    return secure;
  }

  /** Itself as a stage of the way. */
  Forwarded.Stage stage(@Nullable String asked) {
    return new Forwarded.Stage(Forwarded.node(address), asked, secure ? "https" : "http");
  }

  /** The same as it is written. */
  String text(@Nullable String asked) {
    String known = stage;
    if (known == null || !Objects.equals(asked, host)) {
      known = stage(asked).text();
      stage = known;
      host = asked;
      port = ForwardedHeaders.port(asked, secure);
    }
    return known;
  }

  /** The port that was asked for; after {@link #text}. */
  CharSequence port() {
    return port;
  }
}
