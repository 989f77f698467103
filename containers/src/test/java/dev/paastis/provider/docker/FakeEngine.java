// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * An engine that answers with what was recorded from others, for what the engine of the tests does
 * not do on its own: published ports, networks, health checks that run, and faults.
 */
final class FakeEngine implements AutoCloseable {
  /** Orders carried out, for example {@code POST /containers/web/start}. */
  final List<String> orders = new CopyOnWriteArrayList<>();

  /** What the next requests for a path ending so meet instead of an answer. */
  final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();

  private final Map<String, String> containers = new ConcurrentHashMap<>();
  private final HttpServer server;

  FakeEngine() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** Answers a request in another way; {@code false} to go on as usual. */
  interface Fault {
    boolean strike(HttpExchange exchange) throws IOException;
  }

  String host() {
    return "tcp://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A container with this inspection; {@code STATE} and so on are filled in by the test. */
  void put(String name, String inspection) {
    containers.put(name, inspection);
  }

  void fault(String pathEnd, Fault fault) {
    faults.computeIfAbsent(pathEnd, _ -> new ConcurrentLinkedQueue<>()).add(fault);
  }

  static Fault answer(int status, String body) {
    return exchange -> {
      respond(exchange, status, body);
      return true;
    };
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    for (Map.Entry<String, Queue<Fault>> entry : faults.entrySet()) {
      Fault fault = path.endsWith(entry.getKey()) ? entry.getValue().poll() : null;
      if (fault != null && fault.strike(exchange)) {
        return;
      }
    }
    String[] parts = path.split("/", -1);
    if (path.equals("/containers/json")) {
      respond(exchange, 200, list());
    } else if (!containers.containsKey(parts[2])) {
      respond(exchange, 404, "{\"message\":\"No such container: " + parts[2] + "\"}");
    } else if (parts[3].equals("json")) {
      respond(exchange, 200, containers.get(parts[2]));
    } else {
      orders.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      respond(exchange, 204, "");
    }
  }

  private String list() {
    return containers.keySet().stream()
        .map(name ->
            """
            {"Id": "%1$s", "Names": ["/%1$s", "/other/alias"], "Labels": {"paastis.enable": "true"}, "New": 1}\
            """
                .formatted(name))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }
}
