// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What an ACME server may ask of us right now, to see that a host is ours. Only what is pending is
 * answered. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8555#section-8.3">RFC 8555, section 8.3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8737">RFC 8737</a>
 */
public final class Challenges {
  /** Paths below are answered while a challenge is pending, by plain HTTP. */
  public static final String PATH = "/.well-known/acme-challenge/";

  /** What the server offers at the TLS listener. */
  static final String PROTOCOL = "acme-tls/1";

  private final Map<String, Pending> byToken = new ConcurrentHashMap<>();
  private final Map<String, ServerContext> byHost = new ConcurrentHashMap<>();

  private record Pending(String host, String answer) {}

  /** Answers that token, asked at that host. */
  public void expect(String host, String token, String answer) {
    byToken.put(token, new Pending(host, answer));
  }

  /** Shows that certificate to whoever speaks {@code acme-tls/1} at that host. */
  public void expect(String host, Identity certificate) {
    byHost.put(host, new ServerContext(certificate, List.of(PROTOCOL), SslProviders.BEST));
  }

  /** Forgets what was expected at that host. */
  public void forget(String host) {
    byHost.remove(host);
    byToken.values().removeIf(pending -> pending.host().equals(host));
  }

  /** The answer to a request at that host, {@code null} when it is not about a pending token. */
  public @Nullable String answer(String host, String path) {
    if (byToken.isEmpty() || !path.startsWith(PATH)) {
      return null;
    }
    Pending pending = byToken.get(path.substring(PATH.length()));
    return pending != null && pending.host().equals(host) ? pending.answer() : null;
  }

  /** Whether any request can be about a challenge. */
  public boolean pending() {
    return !byToken.isEmpty();
  }

  @Nullable ServerContext context(String host) {
    return byHost.get(host);
  }
}
