// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import com.sun.management.ThreadMXBean;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.GatewaySettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A gateway of one event loop in this process, an app that is awake behind it, and a client on one
 * kept connection: what a request allocates. App and client allocate nothing, and only the event
 * loop's thread is looked at.
 */
final class AwakePath implements AutoCloseable {
  private static final byte[] REQUEST =
      """
      GET /articles/2026?page=2 HTTP/1.1\r
      Host: r0.localhost\r
      User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r
      Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r
      Accept-Language: en-GB,en;q=0.5\r
      Accept-Encoding: gzip, deflate, br\r
      Connection: keep-alive\r
      Cookie: session=0123456789abcdef0123456789abcdef\r
      \r
      """
          .getBytes(StandardCharsets.US_ASCII);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final FixedOrigin origin;
  private final GatewayServer gateway;
  private final SocketChannel client;
  private final long loop;
  private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST.length).put(REQUEST);
  private final ByteBuffer answer = ByteBuffer.allocateDirect(4096);

  private AwakePath(FixedOrigin origin, GatewayServer gateway, SocketChannel client, long loop) {
    this.origin = origin;
    this.gateway = gateway;
    this.client = client;
    this.loop = loop;
  }

  static AwakePath open() throws IOException {
    Set<Long> before = loops();
    FixedOrigin origin = FixedOrigin.start();
    GatewayServer gateway =
        GatewayProcess.start(
            GatewaySettings.defaults().withPort(0).withEventLoops(1),
            List.of("r0.localhost " + origin.port()));
    SocketChannel client =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
    Set<Long> after = loops();
    after.removeAll(before);
    if (after.size() != 1) {
      throw new IllegalStateException("a gateway of one event loop has the threads " + after);
    }
    return new AwakePath(origin, gateway, client, after.iterator().next());
  }

  private static Set<Long> loops() {
    Set<Long> ids = new HashSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("gateway-")) {
        ids.add(thread.threadId());
      }
    }
    return ids;
  }

  /** Sends one request and takes its answer. */
  void request() throws IOException {
    request.flip();
    while (request.hasRemaining()) {
      client.write(request);
    }
    answer.clear();
    do {
      if (client.read(answer) < 0) {
        throw new IOException("the gateway closed the connection");
      }
    } while (answer.get(answer.position() - 1) != FixedOrigin.END);
  }

  /** Sends so many requests one after the other, and says what each made the gateway allocate. */
  double bytesPerRequest(int requests) throws IOException {
    long before = THREADS.getThreadAllocatedBytes(loop);
    for (int i = 0; i < requests; i++) {
      request();
    }
    return (double) (THREADS.getThreadAllocatedBytes(loop) - before) / requests;
  }

  /** The answer that came last, as text. */
  String lastAnswer() {
    return StandardCharsets.US_ASCII.decode(answer.duplicate().flip()).toString();
  }

  @Override
  public void close() throws IOException {
    client.close();
    gateway.close();
    origin.close();
  }
}
