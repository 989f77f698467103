// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which hosts are sent from HTTP to HTTPS. Immutable, safe for use by many threads.
 *
 * @param all every host that has a certificate
 * @param hosts these in any case; {@code *.} stands for one label
 * @param port where clients reach the secure listener; 0: where it listens
 */
public record HttpsRedirect(boolean all, Set<String> hosts, int port) {
  private static final int USUAL_PORT = 443;

  /** Makes the names comparable. */
  public HttpsRedirect {
    Set<String> normal = new HashSet<>();
    hosts.forEach(host -> normal.add(Certificates.normal(host)));
    hosts = Set.copyOf(normal);
  }

  /** Nobody is sent anywhere. */
  public static HttpsRedirect none(int port) {
    return new HttpsRedirect(false, Set.of(), port);
  }

  /** The same where the secure listener is, unless it is known to be reached elsewhere. */
  public HttpsRedirect at(int listening) {
    return port == 0 ? new HttpsRedirect(all, hosts, listening) : this;
  }

  /** The host of a {@code Host} header: lower case, without port and dot of the root. */
  public static String hostOf(String authority) {
    int colon = authority.startsWith("[") ? -1 : authority.indexOf(':');
    return Certificates.normal(colon < 0 ? authority : authority.substring(0, colon));
  }

  /** Whether that host is sent to HTTPS, provided that it can be reached there. */
  public boolean wants(String host) {
    return all || hosts.contains(host) || hosts.contains(wildcard(host));
  }

  /** The same address by HTTPS. */
  public String location(String host, String uri) {
    return "https://" + host + (port == USUAL_PORT ? "" : ":" + port) + uri;
  }

  /** Whether there is anything to decide. */
  public boolean isOn() {
    return all || !hosts.isEmpty();
  }

  private static String wildcard(String host) {
    return "*" + host.substring(Math.max(0, host.indexOf('.')));
  }

  /** The hosts of a list, or every one. */
  public static HttpsRedirect of(boolean all, List<String> hosts, int port) {
    return new HttpsRedirect(all, Set.copyOf(hosts), port);
  }
}
