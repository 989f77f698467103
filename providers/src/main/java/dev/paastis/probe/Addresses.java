// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/** Where a host is. */
final class Addresses {
  private static final List<InetAddress> LOOPBACK =
      List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

  private Addresses() {}

  /**
   * The addresses of a host in the order to try. {@code localhost} and every name below it is this
   * machine, whatever a name server says.
   *
   * @throws UnknownHostException when there is none
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6761#section-6.3">RFC 6761, section 6.3</a>
   */
  static List<InetAddress> of(String host) throws UnknownHostException {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.endsWith(".localhost")
        ? LOOPBACK
        : List.of(InetAddress.getAllByName(host));
  }
}
