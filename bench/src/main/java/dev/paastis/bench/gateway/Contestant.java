// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.util.List;

/**
 * A proxy of the comparison. All are set up alike: one worker, connections kept on both sides, no
 * access log, the client's address passed on, streams not buffered to disk, the same routes.
 */
sealed interface Contestant permits Paastis, Nginx, Haproxy, Caddy, NodeProxy {
  /** All, ours first. */
  static List<Contestant> all() {
    return List.of(new Paastis(), new Nginx(), new Haproxy(), new Caddy(), new NodeProxy());
  }

  String name();

  /** The program that it is, which Debian has as a package of that name unless said otherwise. */
  String program();

  String version() throws IOException, InterruptedException;

  /**
   * Starts it.
   *
   * @throws IOException when it does not start, or cannot do what the setup asks for
   */
  Program start(Lab lab, Setup setup) throws IOException;

  /**
   * What a contestant is to do.
   *
   * @param plainPort where it takes HTTP/1.1
   * @param securePort where it takes HTTP/1.1 and HTTP/2 over TLS, 0 where it need not
   * @param hops where requests go by their host
   */
  record Setup(int plainPort, int securePort, List<Lab.Hop> hops) {
    boolean secure() {
      return securePort != 0;
    }

    int port() {
      return secure() ? securePort : plainPort;
    }
  }
}
