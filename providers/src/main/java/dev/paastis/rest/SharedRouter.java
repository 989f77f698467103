// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.rest;

import dev.paastis.app.Upstream;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The router that all apps of a platform stand behind. It tells them apart by the {@code Host} of a
 * request, so that an upstream behind it always carries the app's own.
 *
 * <p>An emulator's router listens on loopback for hosts that belong to the vendor. Behind such a
 * router an app's host gets {@code .localhost} after it, a name that never leaves the machine, and
 * the router's scheme and port.
 *
 * @param emulated where an emulator's router listens; {@code null}: the vendor's own
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6761#section-6.3">RFC 6761, localhost</a>
 */
public record SharedRouter(@Nullable URI emulated) {
  /** The vendor's own, at the addresses that it tells. */
  public static final SharedRouter OF_VENDOR = new SharedRouter(null);

  private static final String LOCAL = ".localhost";
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** The app of that host, which the vendor serves by TLS at the usual port. */
  public Upstream app(String host) {
    return behind(URI.create("https://" + host));
  }

  /** The app at an address that the vendor tells; empty when it is no http or https address. */
  public Optional<Upstream> appAt(String url) {
    try {
      URI address = URI.create(url);
      return isHttp(address) ? Optional.of(behind(address)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // what cannot be read leads nowhere, as no address does
    }
  }

  private Upstream behind(URI address) {
    URI router = emulated;
    String host = address.getHost();
    if (router == null) {
      return new Upstream(address.getScheme(), host, port(address), true);
    }
    String local = host.endsWith(LOCAL) ? host : host + LOCAL;
    return new Upstream(router.getScheme(), local, port(router), true);
  }

  private static boolean isHttp(URI address) {
    String scheme = address.getScheme();
    boolean http = "http".equals(scheme) || "https".equals(scheme);
    return http && address.getHost() != null;
  }

  private static int port(URI address) {
    int usual = "https".equals(address.getScheme()) ? HTTPS : HTTP;
    return address.getPort() < 1 ? usual : address.getPort();
  }
}
