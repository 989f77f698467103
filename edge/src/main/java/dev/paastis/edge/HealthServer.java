// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.paastis.gateway.observe.Figures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Tells on a port of this machine's own address whether the gateway lives and serves, and what it
 * has counted. A gateway without engine is ready: it serves what is awake.
 */
final class HealthServer implements AutoCloseable {
  private static final String LIVENESS = "/actuator/health/liveness";
  private static final String READINESS = "/actuator/health/readiness";
  private static final String FIGURES = "/actuator/prometheus";
  private static final String JSON = "application/json";

  private final @Nullable HttpServer server;
  private final EdgeGateway gateway;

  private HealthServer(@Nullable HttpServer server, EdgeGateway gateway) {
    this.server = server;
    this.gateway = gateway;
  }

  /** Listens on that port; nowhere when it is {@code null}. */
  static HealthServer start(@Nullable Integer port, EdgeGateway gateway) throws IOException {
    if (port == null) {
      return new HealthServer(null, gateway);
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    HealthServer health = new HealthServer(server, gateway);
    server.createContext("/", health::answer);
    server.start();
    return health;
  }

  /** Says where it listens. */
  void print() {
    if (server != null) {
      System.out.println("Health   http://localhost:" + port() + READINESS);
    }
  }

  /** Where it listens, 0 for nowhere. */
  int port() {
    return server == null ? 0 : server.getAddress().getPort();
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case LIVENESS -> send(exchange, 200, JSON, "{\"status\":\"UP\"}\n");
        case READINESS, "/actuator/health" -> send(exchange, status(), JSON, body());
        case FIGURES -> figures(exchange);
        default -> send(exchange, 404, JSON, "{\"status\":404}\n");
      }
    }
  }

  private void figures(HttpExchange exchange) throws IOException {
    Figures now = gateway.figures().orElse(null);
    if (now == null) {
      send(exchange, 503, "text/plain; charset=utf-8", "there is no gateway yet\n");
    } else {
      String text = FiguresText.of(now, gateway.hearsTheEngine());
      send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", text);
    }
  }

  private int status() {
    return gateway.serves() ? 200 : 503;
  }

  private String body() {
    return "{\"status\":\"%s\",\"engine\":\"%s\",\"apps\":%d}\n"
        .formatted(
            gateway.serves() ? "UP" : "OUT_OF_SERVICE",
            gateway.hearsTheEngine() ? "connected" : "away",
            gateway.size());
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
