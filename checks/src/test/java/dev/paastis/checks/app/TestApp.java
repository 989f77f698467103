// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real application whose temper is set by its environment: {@code START_MILLIS} before it binds
 * its port, {@code STOP_MILLIS} from SIGTERM to its end, {@code CRASH} with that exit code instead
 * of starting, {@code MUTE} to listen and never be ready, {@code WORK} to compute for as long as
 * there is a file of that name. Its first argument is its name, only so that it can be told in the
 * table of processes.
 */
public final class TestApp {
  private static final int BUFFER = 64 * 1024;
  private final boolean mute = System.getenv("MUTE") != null;

  private TestApp() {}

  /** Starts it. */
  public static void main(String[] args) throws IOException {
    pause(number("START_MILLIS"));
    if (System.getenv("CRASH") != null) {
      System.err.println("cannot find my licence file, giving up");
      System.exit(number("CRASH"));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> pause(number("STOP_MILLIS"))));
    new TestApp().serve(Integer.parseInt(System.getenv("PORT")));
    System.out.println(args[0] + " listens");
    String work = System.getenv("WORK");
    if (work != null) {
      workWhile(Path.of(work));
    }
  }

  private static void workWhile(Path thereIs) {
    while (true) {
      if (!Files.exists(thereIs)) {
        pause(100);
      }
    }
  }

  private void serve(int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/", exchange -> answer(exchange, 200, ProcessHandle.current().pid() + ""));
    server.createContext("/healthz", exchange -> answer(exchange, mute ? 503 : 200, "health"));
    server.createContext("/slow", exchange -> slow(exchange));
    server.createContext("/digest", exchange -> answer(exchange, 200, digest(exchange)));
    server.start();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Answers after so many milliseconds as the query says. */
  private static void slow(HttpExchange exchange) throws IOException {
    pause(Integer.parseInt(exchange.getRequestURI().getQuery()));
    answer(exchange, 200, "slow");
  }

  private static String digest(HttpExchange exchange) throws IOException {
    MessageDigest digest = sha256();
    long length = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream body = exchange.getRequestBody()) {
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        digest.update(buffer, 0, read);
        length += read;
      }
    }
    return length + " " + HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static int number(String variable) {
    String value = System.getenv(variable);
    return value == null ? 0 : Integer.parseInt(value);
  }

  private static void pause(int millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
