// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * An origin in this process that answers every request without a body alike and allocates nothing
 * for it, so that it does not show where allocation is measured.
 */
final class FixedOrigin implements AutoCloseable {
  /** The last byte of every answer, which appears nowhere else in it. */
  static final byte END = '~';

  private static final int END_OF_HEAD = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';
  private static final String ANSWER =
      """
      HTTP/1.1 200 OK\r
      Date: Fri, 20 Nov 2026 20:00:00 GMT\r
      Server: app\r
      Content-Type: text/html; charset=utf-8\r
      Content-Length: 200\r
      Cache-Control: max-age=60\r
      Vary: Accept-Encoding\r
      \r
      %s\
      """
          .formatted("x".repeat(199) + (char) END);

  private final ServerSocketChannel server;

  private FixedOrigin(ServerSocketChannel server) {
    this.server = server;
  }

  static FixedOrigin start() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    FixedOrigin origin = new FixedOrigin(server);
    Thread.ofPlatform().daemon().name("fixed-origin").start(origin::accept);
    return origin;
  }

  int port() {
    return server.socket().getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel socket = server.accept();
        Thread.ofPlatform().daemon().name("fixed-answers").start(() -> answer(socket));
      }
    } catch (ClosedChannelException _) {
      return; // that is how it is closed
    } catch (IOException e) {
      throw new IllegalStateException("the origin cannot accept", e);
    }
  }

  private static void answer(SocketChannel socket) {
    ByteBuffer in = ByteBuffer.allocateDirect(4096);
    byte[] bytes = ANSWER.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    try (socket) {
      while (socket.read(in) >= 0) {
        if (in.getInt(in.position() - 4) == END_OF_HEAD) {
          in.clear();
          out.flip();
          while (out.hasRemaining()) {
            socket.write(out);
          }
        }
      }
    } catch (IOException _) {
      return; // the gateway has closed the connection; nothing is owed to it
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
