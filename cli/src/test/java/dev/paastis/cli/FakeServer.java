// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.paastis.api.ErrorCode;
import dev.paastis.api.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A real HTTP server that answers as the API does: what a test put there, in turn. */
final class FakeServer implements AutoCloseable {
  static final String TOKEN = "right-token";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();

  FakeServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Answers of "METHOD path?query", in turn; the last one stays. */
  FakeServer on(String request, Answer... inTurn) {
    answers.put(request, new ArrayDeque<>(List.of(inTurn)));
    return this;
  }

  FakeServer on(String request, String json) {
    return on(request, Answer.json(200, json));
  }

  List<Received> received() {
    return received;
  }

  List<String> requests() {
    return received.stream().map(Received::line).toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString().replaceFirst("^/api/v1", "");
      String accept = exchange.getRequestHeaders().getFirst("Accept");
      boolean live = "text/event-stream".equals(accept);
      String line = exchange.getRequestMethod() + " " + path + (live ? " live" : "");
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      received.add(new Received(line, body, Map.copyOf(exchange.getRequestHeaders())));
      answer(exchange, line).write(exchange);
    }
  }

  private Answer answer(HttpExchange exchange, String line) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + TOKEN).equals(authorization)) {
      return Answer.problem(ErrorCode.UNAUTHENTICATED, "who are you?");
    }
    Queue<Answer> inTurn = answers.get(line);
    if (inTurn == null) {
      return Answer.problem(ErrorCode.APP_NOT_FOUND, "nothing at " + line);
    }
    Answer answer = inTurn.size() > 1 ? inTurn.remove() : inTurn.element();
    return answer;
  }

  /**
   * What came.
   *
   * @param line method and path
   */
  record Received(String line, String body, Map<String, List<String>> headers) {
    @Nullable String header(String name) {
      List<String> values = headers.get(name);
      return values == null ? null : values.getFirst();
    }
  }

  /** What to send. */
  record Answer(int status, String type, String body, String header) {
    static Answer json(int status, String body) {
      return new Answer(status, "application/json", body, "");
    }

    static Answer problem(ErrorCode code, String detail) {
      String body = Json.write(Problem.of(code, detail, null));
      return new Answer(code.status(), "application/problem+json", body, "");
    }

    static Answer events(String body) {
      return new Answer(200, "text/event-stream", body, "");
    }

    Answer retryAfter(String seconds) {
      return new Answer(status, type, body, seconds);
    }

    void write(HttpExchange exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      if (!header.isEmpty()) {
        exchange.getResponseHeaders().set("Retry-After", header);
      }
      try (OutputStream out = exchange.getResponseBody()) {
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        out.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
