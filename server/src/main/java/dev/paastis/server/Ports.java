// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Looks at the ports before anything is started: a port that is taken is told at once and in one
 * line, and port 0 becomes a free one that can be printed.
 */
final class Ports {
  private Ports() {}

  /**
   * A port that can be listened on now.
   *
   * @param port the one wished for, 0 for any
   * @param option the option that chooses another
   */
  static int usable(int port, String option) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // as the servers themselves do: old connections do not count
      socket.bind(new InetSocketAddress(port));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StartException(
          "port %d cannot be used (%s); stop the other program or choose another port with %s"
              .formatted(port, e.getMessage(), option));
    }
  }
}
