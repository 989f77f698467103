// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Many WebSockets through each contestant that say nothing: what its resident memory grows by. All
 * must be open at both ends, and all must still pass a frame afterwards.
 */
final class IdleSockets {
  private static final Duration SETTLE = Duration.ofSeconds(3);
  private static final int WARM_UP = 200;
  private static final byte[] EMPTY_PING = {(byte) 0x89, (byte) 0x80, 1, 2, 3, 4};
  private static final byte[] UPGRADE =
      """
      GET /socket HTTP/1.1
      Host: %s
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

      """
          .formatted(Lab.UPLOAD_HOST)
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final Lab lab;
  private final int count;

  IdleSockets(Lab lab, int count) {
    this.lab = lab;
    this.count = count;
  }

  Outcome run(List<Contestant> contestants) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (Contestant contestant : contestants) {
      try {
        rows.add(run(contestant));
      } catch (IOException e) {
        rows.add(Row.failed(contestant.name(), String.valueOf(e.getMessage())));
      }
    }
    return new Outcome(Case.SOCKETS, count + " WebSockets, opened one after the other", rows);
  }

  private Row run(Contestant contestant) throws IOException, InterruptedException {
    Contestant.Setup setup = new Contestant.Setup(Program.freePort(), 0, lab.hops(10));
    List<SocketChannel> sockets = new ArrayList<>();
    try (Program program = contestant.start(lab, setup)) {
      program.awaitPort(setup.plainPort());
      open(sockets, setup.plainPort(), WARM_UP);
      close(sockets);
      awaitOpen(0);
      long before = program.residentKib();
      open(sockets, setup.plainPort(), count);
      awaitOpen(count);
      Thread.sleep(SETTLE);
      long after = program.residentKib();
      long lost = count - sockets.stream().filter(IdleSockets::passesFrame).count();
      return Row.memory(contestant.name(), (double) (after - before) / count, lost);
    } finally {
      close(sockets);
      awaitOpen(0);
    }
  }

  private static void open(List<SocketChannel> sockets, int port, int count) throws IOException {
    InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    ByteBuffer answer = ByteBuffer.allocate(4096);
    for (int i = 0; i < count; i++) {
      SocketChannel socket = SocketChannel.open(to);
      sockets.add(socket);
      socket.write(ByteBuffer.wrap(UPGRADE));
      answer.clear();
      String head = "";
      while (!head.endsWith("\r\n\r\n")) {
        if (socket.read(answer) < 0) {
          throw new IOException("WebSocket %d of %d was closed: %s".formatted(i, count, head));
        }
        head = StandardCharsets.US_ASCII.decode(answer.duplicate().flip()).toString();
      }
      if (!head.startsWith("HTTP/1.1 101 ")) {
        throw new IOException(
            "WebSocket %d of %d was answered: %s"
                .formatted(i, count, head.lines().findFirst().orElse("")));
      }
    }
  }

  /** Returns once the origin has so many open. */
  private void awaitOpen(int expected) throws IOException, InterruptedException {
    List<String> command =
        List.of("curl", "-sS", "--noproxy", "*", "http://127.0.0.1:" + lab.readerPort() + "/open");
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    String open = Tool.run(command);
    while (!open.equals(String.valueOf(expected))) {
      if (System.nanoTime() > end) {
        throw new IOException("the origin has %s WebSockets, not %d".formatted(open, expected));
      }
      Thread.sleep(Duration.ofMillis(100));
      open = Tool.run(command);
    }
  }

  private static boolean passesFrame(SocketChannel socket) {
    try {
      socket.write(ByteBuffer.wrap(EMPTY_PING));
      return socket.read(ByteBuffer.allocate(16)) > 0;
    } catch (IOException _) {
      return false; // counted as lost
    }
  }

  private static void close(List<SocketChannel> sockets) {
    for (SocketChannel socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException("a socket could not be closed", e);
      }
    }
    sockets.clear();
  }
}
