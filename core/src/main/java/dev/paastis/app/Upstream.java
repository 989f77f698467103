// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

/**
 * The app's own address, to which the gateway forwards.
 *
 * @param scheme {@code http} or {@code https}
 * @param host name or address, an IPv6 address without brackets
 * @param port TCP port, 1 to 65535
 */
public record Upstream(String scheme, String host, int port) {
  /** Validates the address. */
  public Upstream {
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("upstream scheme must be http or https, got: " + scheme);
    }
    if (host.isBlank()) {
      throw new IllegalArgumentException("upstream host must not be blank");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("upstream port must be 1 to 65535, got: " + port);
    }
  }

  /** Reads {@code http://host:port}, the form that {@link #toString()} writes. */
  public static Upstream parse(String text) {
    int scheme = text.indexOf("://");
    int port = text.lastIndexOf(':');
    if (scheme < 1 || port <= scheme + 3) {
      throw new IllegalArgumentException("upstream must read http://host:port, got: " + text);
    }
    String host = text.substring(scheme + 3, port);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      return new Upstream(
          text.substring(0, scheme), host, Integer.parseInt(text.substring(port + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("upstream must read http://host:port, got: " + text, e);
    }
  }

  @Override
  public String toString() {
    return scheme + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
