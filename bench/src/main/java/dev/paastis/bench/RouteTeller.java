// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands for an engine with many apps of which one in ten is awake, and nothing ever changes. */
final class RouteTeller implements AutoCloseable {
  private static final Duration BEAT = Duration.ofSeconds(5);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final int routes;

  RouteTeller(int routes) throws IOException {
    this.routes = routes;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/v1/gateways/routes", this::tell);
    server.createContext("/api/v1/gateways/words", RouteTeller::listen);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void tell(HttpExchange exchange) throws IOException {
    boolean known = exchange.getRequestURI().getQuery().contains("since=bench");
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      out.write((known ? resume() : snapshot()).getBytes(StandardCharsets.UTF_8));
      while (true) {
        out.write("{\"type\":\"beat\"}\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        Thread.sleep(BEAT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String resume() {
    return head("resume") + "}\n";
  }

  private String snapshot() {
    StringBuilder text = new StringBuilder(head("snapshot"));
    text.append(",\"rules\":{\"aliases\":[],\"ignored\":[]}}\n{\"type\":\"in-force\"}\n");
    for (int i = 0; i < routes; i++) {
      text.append("{\"type\":\"route\",\"route\":").append(route(i)).append("}\n");
    }
    return text.append("{\"type\":\"complete\",\"position\":")
        .append(routes)
        .append("}\n")
        .toString();
  }

  private String head(String type) {
    return """
    {"type":"%s","epoch":"bench","position":%d,"settings":{"domain":"localhost",\
    "holdPerApp":20000,"holdPerSpace":50000,"holdMillis":60000,"silentStreamMillis":300000,\
    "appFigures":0,"network":{"trustedPeers":[],"proxyProtocol":[],"privateUpstreams":[],\
    "connectionsPerApp":20000,"rewrite":true,"forwardAuthGraceMillis":60000},\
    "https":{"redirect":false,"redirectHosts":[]}}\
    """
        .formatted(type, routes);
  }

  private static String route(int i) {
    boolean awake = i % 10 == 0;
    String upstream =
        awake ? "\"upstream\":\"http://10.0.%d.%d:8080\",".formatted(i / 250 % 250, i % 250) : "";
    return """
    {"id":"%s","name":"review-app-%d","space":"%s","version":3,"state":"%s",%s\
    "since":"2026-11-20T20:00:00.123456Z","hosts":["review-app-%d.preview.example.com"],\
    "reach":"anywhere",\
    "wakeTimes":{"usualMillis":9000,"atMostMillis":14000,"samples":12}}\
    """
        .formatted(new UUID(7, i), i, new UUID(1, 1), awake ? "awake" : "asleep", upstream, i);
  }

  private static void listen(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
