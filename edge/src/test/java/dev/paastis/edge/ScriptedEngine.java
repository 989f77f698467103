// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.paastis.api.RouteLine;
import dev.paastis.edge.wire.RouteLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An engine whose streams are written beforehand; what it was asked and told is kept. */
final class ScriptedEngine implements AutoCloseable {
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<String> words = new CopyOnWriteArrayList<>();
  volatile int status = 200;
  volatile String wake = "{\"outcome\":\"no-such-app\"}";
  private final Queue<String> streams = new ConcurrentLinkedQueue<>();
  private volatile CountDownLatch dropping = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final Path token;

  ScriptedEngine(Path folder) throws IOException {
    token = Files.writeString(folder.resolve("token"), "pst_x\n");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/v1/gateways/routes", this::stream);
    server.createContext("/api/v1/gateways/words", this::words);
    server.createContext(
        "/api/v1/gateways/wakes",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          answer(exchange, status, wake);
        });
    server.start();
  }

  /** Has the next stream tell these lines and end; the one after the last stays open. */
  ScriptedEngine tells(RouteLine... lines) {
    StringBuilder text = new StringBuilder();
    for (RouteLine line : lines) {
      text.append(RouteLines.write(line)).append('\n');
    }
    return sends(text.toString());
  }

  ScriptedEngine sends(String text) {
    streams.add(text);
    return this;
  }

  /** Ends the stream that stays open. */
  void dropStreams() {
    CountDownLatch dropped = dropping;
    dropping = new CountDownLatch(1);
    dropped.countDown();
  }

  EngineClient client() {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return new EngineClient(address, token);
  }

  URI address() {
    return client().engine();
  }

  Path token() {
    return token;
  }

  private void stream(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().getQuery());
    if (status != 200) {
      answer(exchange, status, "{\"detail\":\"the token is unknown or expired\"}");
      return;
    }
    CountDownLatch dropped = dropping;
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      String text = streams.poll();
      exchange
          .getResponseBody()
          .write((text == null ? "{\"type\":\"beat\"}\n" : text).getBytes(UTF_8));
      exchange.getResponseBody().flush();
      if (streams.isEmpty()) {
        dropped.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void words(HttpExchange exchange) throws IOException {
    words.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    answer(exchange, status == 200 ? 204 : status, "");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    dropping.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
