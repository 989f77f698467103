// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.health;

import dev.paastis.api.CheckView;
import dev.paastis.server.rest.Check;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Whether the gateway accepts connections. */
public final class GatewayCheck implements Check {
  private static final int TIMEOUT_MILLIS = 2_000;

  private final int port;

  /** Looks at that port of this machine. */
  public GatewayCheck(int port) {
    this.port = port;
  }

  @Override
  public CheckView look() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      return new CheckView("gateway", "ok", "accepts connections on port " + port, null);
    } catch (IOException e) {
      return new CheckView(
          "gateway",
          "failed",
          "port " + port + " does not accept connections: " + e.getMessage(),
          "restart Paastis; if it stays so, choose another port with --port");
    }
  }
}
