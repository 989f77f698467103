// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.page.Reply;
import dev.paastis.gateway.tls.Certificates;
import dev.paastis.gateway.tls.HttpsRedirect;
import dev.paastis.gateway.tls.TlsSettings;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * What requests meet before they are routed to an app: the challenges of an ACME server, and the
 * way from HTTP to HTTPS. Immutable, safe for use by many threads.
 */
final class Entrance {
  private static final AsciiString FORWARDED_PROTO = AsciiString.cached("x-forwarded-proto");

  private final boolean secure;
  private final @Nullable Certificates certificates;
  private final HttpsRedirect redirect;

  private Entrance(boolean secure, @Nullable Certificates certificates, HttpsRedirect redirect) {
    this.secure = secure;
    this.certificates = certificates;
    this.redirect = redirect;
  }

  /** Of the listener in clear text, beside that secure one. */
  static Entrance clear(@Nullable TlsSettings tls, int securePort) {
    if (tls == null) {
      return new Entrance(false, null, HttpsRedirect.none(0));
    }
    return new Entrance(false, tls.certificates(), tls.redirect().at(securePort));
  }

  /** Of the secure listener. */
  static Entrance secured() {
    return new Entrance(true, null, HttpsRedirect.none(0));
  }

  /** Whether what comes in here came by TLS. */
  boolean secure() {
    return secure;
  }

  /**
   * The answer to a request that no app is to see, {@code null} for all others.
   *
   * @param trusted whether the client is a proxy that may say how it was asked
   * @param known whether there is an app at that host
   */
  @Nullable Reply instead(HttpRequest request, String authority, boolean trusted, boolean known) {
    Certificates here = certificates;
    if (here == null || (!redirect.isOn() && !here.challenges().pending())) {
      return null;
    }
    String host = HttpsRedirect.hostOf(authority);
    String answer = here.challenges().answer(host, request.uri());
    if (answer != null) {
      return new Reply(200, "application/octet-stream", answer, "challenge");
    }
    boolean goes =
        known && redirect.wants(host) && !isSecured(request, trusted) && here.covers(host);
    return goes ? Reply.moved(redirect.location(host, request.uri()), "redirect") : null;
  }

  /** A proxy in front of us has taken the request by HTTPS. */
  private static boolean isSecured(HttpRequest request, boolean trusted) {
    return trusted
        && AsciiString.contentEqualsIgnoreCase("https", request.headers().get(FORWARDED_PROTO));
  }
}
