// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real nginx, HAProxy or Caddy with the configuration that Paastis exports for it. */
public final class OwnProxy implements AutoCloseable {
  /** System property that skips the tests that need it, when {@code false}. */
  public static final String WANTED = "paastis.proxies";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final int port;
  private final Process process;
  private final Captured output;

  /** What can be run. */
  public enum Kind {
    /** nginx, with what Debian's {@code nginx.conf} has around the file. */
    NGINX,
    /** HAProxy with its script. */
    HAPROXY,
    /** Caddy. */
    CADDY
  }

  private OwnProxy(int port, Process process) {
    this.port = port;
    this.process = process;
    this.output = new Captured(process.getInputStream());
  }

  /** Exports, has the proxy's own checker judge what came, and starts it. */
  public static OwnProxy start(Kind kind, Installation server) throws Exception {
    int port = FreePort.next();
    Path folder = Files.createDirectories(server.folder().resolve("proxy-" + port));
    Files.createDirectories(folder.resolve("logs")); // where nginx writes by default
    Path file =
        switch (kind) {
          case NGINX -> nginx(server, folder, port);
          case HAPROXY -> haproxy(server, folder, port);
          case CADDY -> export(server, "caddy", folder.resolve("Caddyfile"), port);
        };
    Process check = run(folder, checker(kind, file));
    String said = new String(check.getInputStream().readAllBytes(), UTF_8);
    assertThat(check.waitFor()).as("%s takes its configuration: %s", kind, said).isZero();
    OwnProxy proxy = new OwnProxy(port, run(folder, runner(kind, file)));
    await("%s listens".formatted(kind)).atMost(PATIENCE).until(proxy::isListening);
    return proxy;
  }

  private static Path nginx(Installation server, Path folder, int port) throws IOException {
    Path exported = export(server, "nginx", folder.resolve("paastis.conf"), port);
    return Files.writeString(
        folder.resolve("nginx.conf"),
        """
        pid nginx.pid;
        error_log stderr;
        events {}
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxied;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          include %s;
        }
        """
            .formatted(exported));
  }

  private static Path haproxy(Installation server, Path folder, int port) {
    export(server, "haproxy-lua", folder.resolve("paastis.lua"), port);
    return export(server, "haproxy", folder.resolve("haproxy.cfg"), port);
  }

  private static Path export(Installation server, String kind, Path file, int port) {
    String script = file.resolveSibling("paastis.lua").toString();
    String[] words = {
      "export", kind, "--listen", "" + port, "--lua", script, "--output", file.toString()
    };
    Launcher.Outcome outcome = server.cli(words);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return file;
  }

  private static List<String> checker(Kind kind, Path file) {
    return switch (kind) {
      case NGINX -> List.of("nginx", "-t", "-p", file.getParent() + "/", "-c", file.toString());
      case HAPROXY -> List.of("haproxy", "-c", "-f", file.toString());
      case CADDY ->
          List.of("caddy", "validate", "--config", file.toString(), "--adapter", "caddyfile");
    };
  }

  private static List<String> runner(Kind kind, Path file) {
    String text = file.toString();
    return switch (kind) {
      case NGINX -> List.of("nginx", "-p", file.getParent() + "/", "-c", text, "-g", "daemon off;");
      case HAPROXY -> List.of("haproxy", "-db", "-f", text);
      case CADDY -> List.of("caddy", "run", "--config", text, "--adapter", "caddyfile");
    };
  }

  private static Process run(Path folder, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("XDG_DATA_HOME", folder.toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    return builder.redirectErrorStream(true).start();
  }

  /** An address at the proxy. */
  public URI at(String host, String path) {
    return URI.create("http://" + host + ":" + port + path);
  }

  /** What it printed so far. */
  public String output() {
    return output.text();
  }

  private boolean isListening() {
    assertThat(process.isAlive()).as("runs; it printed:%n%s", output()).isTrue();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
