// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;

/** A real receiver that answers as a test wants. */
public final class Receiver implements AutoCloseable {
  private final String scheme;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Semaphore hanging = new Semaphore(0);
  private volatile int status = 200;
  private volatile byte[] answer = new byte[0];
  private volatile Map<String, String> headers = Map.of();
  private volatile boolean hangs;

  public Receiver() throws IOException {
    this("http", HttpServer.create());
  }

  /** One with a certificate that nobody trusts. */
  static Receiver selfSigned(Path folder) throws Exception {
    SSLContext context = OwnCertificate.in(folder).server();
    HttpsServer server = HttpsServer.create();
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new Receiver("https", server);
  }

  private Receiver(String scheme, HttpServer server) {
    this.scheme = scheme;
    this.server = server;
    try {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** What came. */
  public record Received(String path, Headers headers, String body) {}

  public URI url(String path) {
    return URI.create(scheme + "://localhost:" + server.getAddress().getPort() + path);
  }

  public Receiver answers(int code, String body) {
    status = code;
    answer = body.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  public Receiver with(String header, String value) {
    headers = Map.of(header, value);
    return this;
  }

  public Receiver hangs() {
    hangs = true;
    return this;
  }

  public List<Received> received() {
    return received;
  }

  @Override
  public void close() {
    hanging.release(1_000);
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      received.add(
          new Received(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), body));
      if (hangs) {
        hanging.acquireUninterruptibly();
      }
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }
}
