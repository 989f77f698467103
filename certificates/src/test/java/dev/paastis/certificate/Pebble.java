// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.certificate;

import static org.awaitility.Awaitility.await;

import dev.paastis.gateway.tls.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;

/**
 * Pebble, the ACME server that Let's Encrypt tests with, and its name server, by which every host
 * is on this machine. It refuses {@link #BLOCKED}, and one nonce in twenty on purpose.
 */
final class Pebble implements AutoCloseable {
  /** Says whether it is installed; absent, it is expected to be. */
  static final String WANTED = "paastis.pebble";

  static final String BLOCKED = "blocked.example.com";

  private final Path folder;
  private final int port = freePort();
  private final int names = freePort();
  private final List<Process> processes = new ArrayList<>();
  private @Nullable Process server;

  Pebble(Path folder) throws Exception {
    this.folder = folder;
    Identity authority = Signing.authority(InstantSource.system().instant(), Duration.ofDays(2));
    Identity own = own(authority);
    Folder files = new Folder(folder);
    files.keep("authority", authority);
    files.keep("pebble", own);
  }

  private static Identity own(Identity authority)
      throws IOException, OperatorCreationException, java.security.GeneralSecurityException {
    return Signing.host(
        authority, "localhost", InstantSource.system().instant(), Duration.ofDays(1));
  }

  URI directory() {
    return URI.create("https://localhost:" + port + "/dir");
  }

  Path authority() {
    return folder.resolve("authority.pem");
  }

  /** Starts it; it looks for proofs at these ports. */
  Pebble start(int httpPort, int tlsPort) throws IOException {
    String pem = folder.resolve("pebble.pem").toString();
    Path config = folder.resolve("config.json");
    Files.writeString(
        config,
        """
        {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
          "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": %d,
          "domainBlocklist": ["%s"]}}
        """
            .formatted(port, freePort(), pem, pem, httpPort, tlsPort, BLOCKED));
    if (processes.isEmpty()) {
      Process resolver =
          run(
              "names",
              List.of(
                  "pebble-challtestsrv",
                  "-dns01=127.0.0.1:" + names,
                  "-http01=",
                  "-https01=",
                  "-tlsalpn01=",
                  "-defaultIPv6=",
                  "-management=127.0.0.1:" + freePort()));
      // Whoever asks before it listens is told that no host exists.
      awaitListening(resolver, names);
    }
    Process started =
        run(
            "pebble",
            List.of("pebble", "-config", config.toString(), "-dnsserver", "127.0.0.1:" + names));
    server = started;
    awaitListening(started, port);
    return this;
  }

  void stop() {
    Process running = Objects.requireNonNull(server);
    running.destroyForcibly();
    await().until(() -> !running.isAlive());
  }

  private Process run(String name, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()));
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private void awaitListening(Process process, int at) {
    await("a listener at port " + at)
        .atMost(Duration.ofSeconds(60))
        .failFast("its process ended", () -> !process.isAlive())
        .until(() -> listens(at));
  }

  private static boolean listens(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** One that no outgoing connection takes meanwhile, as those use higher ones. */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (BindException e) {
        // taken: another is tried
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join()); // they write into the folder until then
  }
}
