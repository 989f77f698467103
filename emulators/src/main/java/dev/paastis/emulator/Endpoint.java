// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * An HTTP server on loopback with routes. Filters run in their order before any route, as a
 * platform's authentication and rate limits do; faults strike between the two. Add filters and
 * routes before {@link #start()}.
 */
public final class Endpoint implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Faults faults;
  private final List<Function<Call, Optional<Answer>>> filters = new ArrayList<>();
  private final List<Route> routes = new ArrayList<>();
  private Function<Call, Answer> otherwise = _ -> Answer.json(404, Map.of("error", "not found"));

  private Endpoint(HttpServer server, Faults faults) {
    this.server = server;
    this.faults = faults;
    server.setExecutor(threads);
    server.createContext("/", this::serve);
  }

  /**
   * An endpoint that is not started yet.
   *
   * @param port 0 for any
   */
  public static Endpoint on(int port, Faults faults) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      return new Endpoint(HttpServer.create(address, 1024), faults);
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Adds a filter; an answer of its own ends the call. */
  public Endpoint filter(Function<Call, Optional<Answer>> filter) {
    filters.add(filter);
    return this;
  }

  /** Adds a route, for example {@code route("GET", "/v1/apps/{app}", this::app)}. */
  public Endpoint route(String method, String template, Function<Call, Answer> handler) {
    routes.add(new Route(method, PathTemplate.of(template), handler));
    return this;
  }

  /** What all else gets. */
  public Endpoint otherwise(Function<Call, Answer> handler) {
    otherwise = handler;
    return this;
  }

  /** Begins to serve. */
  public Endpoint start() {
    server.start();
    return this;
  }

  /** Its address. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call = read(exchange);
      Thread.sleep(faults.latency());
      Optional<Answer> filtered =
          filters.stream().map(filter -> filter.apply(call)).flatMap(Optional::stream).findFirst();
      if (filtered.isPresent()) {
        write(exchange, filtered.get());
        return;
      }
      serve(exchange, call);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(HttpExchange exchange, Call call) throws IOException, InterruptedException {
    Optional<Faults.Fault> fault = faults.strike(call);
    if (fault.isEmpty()) {
      write(exchange, answer(exchange, call));
      return;
    }
    switch (fault.get()) {
      case Faults.Fault.Late late -> {
        Thread.sleep(late.by());
        write(exchange, answer(exchange, call));
      }
      case Faults.Fault.Instead instead -> write(exchange, instead.answer());
      case Faults.Fault.CutBefore() -> exchange.close();
      case Faults.Fault.CutAfter() -> {
        var _ = answer(exchange, call);
        exchange.close(); // without a head: the client sees the connection end
      }
      case Faults.Fault.Altered altered ->
          write(exchange, altered.by().apply(answer(exchange, call)));
    }
  }

  private Answer answer(HttpExchange exchange, Call call) {
    String rawPath = exchange.getRequestURI().getRawPath();
    for (Route route : routes) {
      Optional<Map<String, String>> params = route.match(call.method(), rawPath);
      if (params.isPresent()) {
        return route.handler().apply(call.with(params.get()));
      }
    }
    return otherwise.apply(call);
  }

  private static Call read(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return new Call(
        exchange.getRequestMethod(),
        uri.getPath(),
        Map.of(),
        query(uri.getRawQuery()),
        exchange.getRequestHeaders(),
        body);
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equal = pair.indexOf('=');
        String key = equal < 0 ? pair : pair.substring(0, equal);
        String value = equal < 0 ? "" : pair.substring(equal + 1);
        query.putIfAbsent(decode(key), decode(value));
      }
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void write(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), none ? -1 : body.length);
    if (!none) {
      exchange.getResponseBody().write(body);
    }
  }

  private record Route(String method, PathTemplate template, Function<Call, Answer> handler) {
    Optional<Map<String, String>> match(String asked, String rawPath) {
      return method.equals(asked) ? template.match(rawPath) : Optional.empty();
    }
  }
}
