// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An API such as a user would write, on loopback, and what may go wrong with it. */
final class UserApi implements AutoCloseable {
  static final String TOKEN = "t0ps3cret";

  /** Apps by their references, each as its status is told. */
  final Map<String, App> apps = new ConcurrentHashMap<>();

  final List<Seen> seen = new CopyOnWriteArrayList<>();

  /** The state that a wake leads to at last, where it is not {@code running}. */
  final Map<String, String> boots = new ConcurrentHashMap<>();

  /** Wakes of apps that did not run. */
  final AtomicLong starts = new AtomicLong();

  /** Whether an order is only accepted, and carried out at the second look at its app. */
  volatile boolean slow;

  volatile boolean revoked;

  private final List<Armed> armed = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  UserApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** An app as this API keeps it. */
  record App(String name, String state, String formation, String coming) {
    App(String name, String state, String formation) {
      this(name, state, formation, "");
    }

    String json(String ref) {
      return """
      {"ref":"%s","name":"%s","state":"%s","upstream":"http://127.0.0.1:4711","hosts":["%s.Example.com"],
       "formation":%s,"review":true,"more":{"of":[1]},"note":null}\
      """
          .formatted(ref, name, state, name, formation);
    }
  }

  /** A request as it came. */
  record Seen(String line, String path, String key, String token, JsonNode body) {}

  /** What happens to a request. */
  sealed interface Fault {
    /** Answered so, and not carried out. */
    record Instead(int status, Map<String, String> headers, String body) implements Fault {}

    /** Not carried out, and the connection cut. */
    record CutBefore() implements Fault {}

    /** Carried out, and the connection cut. */
    record CutAfter() implements Fault {}

    /** Carried out after that time, or never when the API is closed before. */
    record Late(Duration by) implements Fault {}

    /** Carried out; then that happens, and only then it is answered. */
    record Meanwhile(Runnable what) implements Fault {}
  }

  private record Armed(Predicate<String> which, AtomicInteger left, Fault fault) {
    boolean strikes(String line) {
      return which.test(line) && left.getAndDecrement() > 0;
    }
  }

  /** The next so many requests whose method and path are such meet that fault. */
  void arm(Predicate<String> which, int times, Fault fault) {
    armed.add(new Armed(which, new AtomicInteger(times), fault));
  }

  /** The next request meets that fault; called again, the one after it. */
  void next(Fault fault) {
    arm(_ -> true, 1, fault);
  }

  void calm() {
    armed.clear();
  }

  /** An app that must be there. */
  App app(String ref) {
    return Objects.requireNonNull(apps.get(ref), ref);
  }

  /** Somebody else changes an app. */
  void change(String ref, UnaryOperator<App> how) {
    apps.computeIfPresent(ref, (_, app) -> how.apply(app));
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  void answer(int status, String body) {
    next(new Fault.Instead(status, Map.of(), body));
  }

  void answer(int status, String header, String value) {
    next(new Fault.Instead(status, Map.of(header, value), ""));
  }

  long orders() {
    return seen.stream().filter(request -> request.line().startsWith("POST")).count();
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
    threads.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    note(exchange, body);
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
    Fault fault =
        armed.stream()
            .filter(each -> each.strikes(line))
            .map(Armed::fault)
            .findFirst()
            .orElse(null);
    switch (fault) {
      case null -> send(exchange, reply(exchange, body));
      case Fault.Instead(int status, var headers, String text) -> {
        headers.forEach(exchange.getResponseHeaders()::set);
        send(exchange, new Reply(status, text));
      }
      case Fault.CutBefore _ -> exchange.close();
      case Fault.CutAfter _ -> {
        reply(exchange, body);
        exchange.close();
      }
      case Fault.Late(Duration by) -> {
        if (!isOverWithin(by)) {
          send(exchange, reply(exchange, body));
        }
      }
      case Fault.Meanwhile(Runnable what) -> {
        Reply reply = reply(exchange, body);
        what.run();
        send(exchange, reply);
      }
    }
  }

  private void note(HttpExchange exchange, String body) {
    String path = exchange.getRequestURI().getRawPath();
    seen.add(
        new Seen(
            exchange.getRequestMethod() + " " + path,
            path,
            header(exchange, "Idempotency-Key"),
            header(exchange, "Authorization"),
            JsonMapper.shared().readTree(body.isEmpty() ? "{}" : body)));
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private Reply reply(HttpExchange exchange, String body) {
    if (revoked || !header(exchange, "Authorization").equals("Bearer " + TOKEN)) {
      return new Reply(401, "{\"title\":\"Unauthorized\",\"detail\":\"no such token\"}");
    }
    String[] parts = exchange.getRequestURI().getRawPath().split("/", -1);
    if (parts.length == 2) {
      return new Reply(
          200,
          apps.entrySet().stream()
              .map(app -> app.getValue().json(app.getKey()))
              .collect(Collectors.joining(",", "{\"apps\":[", "]}")));
    }
    String ref = URLDecoder.decode(parts[2], StandardCharsets.UTF_8);
    App app = apps.get(ref);
    if (app == null) {
      return new Reply(404, "{\"title\":\"No such app\"}");
    }
    return parts.length == 3 ? status(ref, app) : order(ref, app, parts[3], body);
  }

  private Reply status(String ref, App app) {
    if (!app.coming().isEmpty()) {
      apps.put(ref, new App(app.name(), app.coming(), app.formation()));
    }
    return new Reply(200, app.json(ref));
  }

  private synchronized Reply order(String ref, App app, String verb, String body) {
    App next = verb.equals("wake") ? woken(ref, app, body) : asleep(app);
    apps.put(ref, next);
    return slow ? new Reply(202, "soon") : new Reply(200, next.json(ref));
  }

  private App woken(String ref, App app, String body) {
    JsonNode wanted = JsonMapper.shared().readTree(body).path("formation");
    String formation = wanted.isEmpty() ? app.formation() : wanted.toString();
    if (!app(ref).state().equals("running")) {
      starts.incrementAndGet();
    }
    String end = boots.getOrDefault(ref, "running");
    return slow
        ? new App(app.name(), app.state(), formation, end)
        : new App(app.name(), end.equals("running") ? end : "starting", formation, end);
  }

  private App asleep(App app) {
    return slow
        ? new App(app.name(), app.state(), app.formation(), "stopped")
        : new App(app.name(), "stopped", app.formation());
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private boolean isOverWithin(Duration time) {
    try {
      return over.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private record Reply(int status, String body) {}
}
