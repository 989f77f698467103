// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.resolve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Asks for the addresses of a host. May block, and is asked on virtual threads only. */
@FunctionalInterface
public interface NameService {
  /**
   * The addresses of a host, at least one, in the order to try.
   *
   * @throws UnknownHostException when it has none, or nobody could say
   */
  List<InetAddress> addresses(String host) throws UnknownHostException;

  /** The machine's own: its hosts file, its name servers and search domains, by way of the JDK. */
  static NameService system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
