// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An app that really listens on loopback and says its name, and in the header {@value #BOUND_AT}
 * since when, in nanoseconds after the epoch.
 */
public final class ListeningApp implements AutoCloseable {
  /** Name of the header that tells when the app has begun to listen. */
  static final String BOUND_AT = "X-Bound-At";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private ListeningApp(HttpServer server) {
    this.server = server;
  }

  /** Starts to listen on a free port. */
  public static ListeningApp start(String name, InstantSource clock) {
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      ListeningApp app = new ListeningApp(HttpServer.create(any, 256));
      byte[] page = page(name, app.port()).getBytes(StandardCharsets.UTF_8);
      String boundAt = nanos(clock.instant());
      app.server.setExecutor(app.threads);
      app.server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              exchange.getRequestBody().readAllBytes();
              exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
              exchange.getResponseHeaders().set(BOUND_AT, boundAt);
              boolean head = exchange.getRequestMethod().equals("HEAD");
              exchange.sendResponseHeaders(200, head ? -1 : page.length);
              if (!head) {
                exchange.getResponseBody().write(page);
              }
            }
          });
      app.server.start();
      return app;
    } catch (IOException e) {
      throw new UncheckedIOException("no port for app " + name, e);
    }
  }

  private static String nanos(Instant time) {
    return String.valueOf(ChronoUnit.NANOS.between(Instant.EPOCH, time));
  }

  private static String page(String name, int port) {
    return """
    <!doctype html>
    <html lang="en"><meta charset="utf-8"><title>%s</title>
    <body style="font-family: sans-serif; margin: 4em auto; max-width: 40em">
    <h1>%s</h1>
    <p>This emulated app is awake: it listens on port %d of this machine.</p>
    </body></html>
    """
        .formatted(name, name, port);
  }

  /** Its port. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
