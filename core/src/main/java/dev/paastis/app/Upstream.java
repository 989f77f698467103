// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

/**
 * The app's own address, to which the gateway forwards.
 *
 * @param scheme {@code http} or {@code https}
 * @param host name or address, an IPv6 address without brackets
 * @param port TCP port, 1 to 65535
 * @param ownHost whether a request carries this host as its {@code Host}, as the shared router of a
 *     platform needs; otherwise the one that the visitor asked for
 */
public record Upstream(String scheme, String host, int port, boolean ownHost) {
  private static final String OWN_HOST = "#own-host";
  private static final String VISITORS_HOST = "#visitors-host";

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

  /** An https address is taken for one behind a shared router, an http address for a direct one. */
  public Upstream(String scheme, String host, int port) {
    this(scheme, host, port, scheme.equals("https"));
  }

  /** The same address with the other answer to which {@code Host} it needs. */
  public Upstream withOwnHost(boolean own) {
    return new Upstream(scheme, host, port, own);
  }

  /** Reads {@code http://host:port}, the form that {@link #toString()} writes. */
  public static Upstream parse(String text) {
    if (text.endsWith(OWN_HOST)) {
      return parse(text.substring(0, text.length() - OWN_HOST.length())).withOwnHost(true);
    }
    if (text.endsWith(VISITORS_HOST)) {
      return parse(text.substring(0, text.length() - VISITORS_HOST.length())).withOwnHost(false);
    }
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

  /** Host and port as a {@code Host} field has them: the scheme's usual port is left out. */
  public String authority() {
    boolean usual = port == (scheme.equals("https") ? 443 : 80);
    return usual ? bracketed() : bracketed() + ":" + port;
  }

  /** Host and port. */
  public String address() {
    return bracketed() + ":" + port;
  }

  /** The address as a URL without path. */
  public String url() {
    return scheme + "://" + address();
  }

  @Override
  public String toString() {
    if (ownHost == scheme.equals("https")) {
      return url();
    }
    return url() + (ownHost ? OWN_HOST : VISITORS_HOST);
  }

  private String bracketed() {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }
}
