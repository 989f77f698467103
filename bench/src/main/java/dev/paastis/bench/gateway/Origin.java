// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The origin of uploads and WebSockets, as a process of its own: reads a body to its end before it
 * answers, accepts every upgrade, answers whatever comes over a WebSocket with an empty pong, and
 * tells at {@code /open} how many WebSockets are open.
 */
final class Origin {
  private static final int BUFFER = 64 * 1024;
  private static final byte[] EMPTY_PONG = {(byte) 0x8a, 0};

  private final AtomicInteger open = new AtomicInteger();

  private Origin() {}

  /** Listens on the port given. */
  public static void main(String[] arguments) throws IOException {
    new Origin().listen(Integer.parseInt(arguments[0]));
  }

  private void listen(int port) throws IOException {
    try (ServerSocket server = new ServerSocket(port, 4096, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket socket = server.accept();
        Thread.startVirtualThread(() -> serve(socket));
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1024);
      Head head = Head.read(in);
      while (head != null) {
        answer(head, in, socket.getOutputStream());
        head = Head.read(in);
      }
    } catch (IOException _) {
      return; // the other side has gone; nothing is owed to it
    }
  }

  private void answer(Head head, InputStream in, OutputStream out) throws IOException {
    if (head.upgrade()) {
      tunnel(in, out);
      return;
    }
    byte[] buffer = new byte[BUFFER];
    long left = head.length();
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new IOException(left + " bytes are missing");
      }
      left -= read;
    }
    String body = head.path().equals("/open") ? String.valueOf(open.get()) : "";
    write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  private void tunnel(InputStream in, OutputStream out) throws IOException {
    write(
        out,
        """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
        \r
        """);
    open.incrementAndGet();
    try {
      byte[] few = new byte[64];
      while (in.read(few) >= 0) {
        out.write(EMPTY_PONG);
      }
    } finally {
      open.decrementAndGet();
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** What matters of a request. */
  private record Head(String path, long length, boolean upgrade) {
    static @Nullable Head read(InputStream in) throws IOException {
      long length = 0;
      boolean upgrade = false;
      String line = line(in);
      if (line.isEmpty()) {
        return null;
      }
      String path = line.split(" ", -1)[1];
      for (line = line(in); !line.isEmpty(); line = line(in)) {
        String lower = line.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = Long.parseLong(lower.substring("content-length:".length()).strip());
        } else if (lower.startsWith("transfer-encoding:")) {
          throw new IOException("only bodies of a known length are taken");
        }
        upgrade |= lower.startsWith("upgrade:");
      }
      return new Head(path, length, upgrade);
    }

    /** The next line without its end; empty at the end of the head or of the connection. */
    private static String line(InputStream in) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
        if (octet != '\r') {
          line.append((char) octet);
        }
      }
      return line.toString();
    }
  }
}
