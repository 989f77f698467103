// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP/1.1 server: a virtual thread per connection, keep-alive, streamed bodies both ways.
 * Not for the open internet; it stands behind a gateway.
 */
final class Server implements AutoCloseable {
  private static final int BACKLOG = 4_096;

  /** How long a request to end waits for the answers under way. */
  private static final int DRAIN_MILLIS = 1_000;

  private final Moments moments;
  private final Handler handler;
  private final ServerSocket socket = new ServerSocket();
  private final AtomicInteger underWay = new AtomicInteger();

  /** Answers requests; may read the body, and must not keep it. */
  interface Handler {
    Answer answer(Request request) throws IOException;
  }

  Server(Moments moments, Handler handler) throws IOException {
    this.moments = moments;
    this.handler = handler;
  }

  /** Binds the port of the environment and serves until the process is asked to end. */
  static void run(Moments moments, Handler handler) throws IOException {
    var server = new Server(moments, handler);
    server.bind(port(System.getenv("PORT")));
    Runtime.getRuntime().addShutdownHook(new Thread(server::drain));
    System.out.println(
        "listening on port " + server.port() + " after " + moments.untilBound().toMillis() + " ms");
    server.serve();
  }

  private static int port(@Nullable String text) {
    try {
      return Integer.parseInt(text == null ? "" : text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("PORT must be a number, got: " + text, e);
    }
  }

  /** Binds a port of the loopback address; 0: any. */
  void bind(int port) throws IOException {
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    moments.portBound();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Serves until closed. */
  void serve() {
    while (!socket.isClosed()) {
      try {
        Socket accepted = socket.accept();
        Thread.ofVirtual().start(new Connection(accepted, moments, handler, underWay));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          System.err.println("a connection could not be accepted: " + e);
        }
      }
    }
  }

  /** Takes no more connections and lets the answers under way go out. */
  private void drain() {
    try {
      close();
    } catch (IOException e) {
      System.err.println("the port could not be closed: " + e);
    }
    for (int i = 0; i < DRAIN_MILLIS && underWay.get() > 0; i++) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
