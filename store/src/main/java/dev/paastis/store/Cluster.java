// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One data folder and PostgreSQL's own programs at work on it. Not thread-safe: whoever holds the
 * home's lock uses it from one thread at a time.
 */
final class Cluster {
  private static final Logger LOG = System.getLogger(Cluster.class.getName());
  private static final Duration END = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofMillis(5);
  private static final int LOG_TAIL_LINES = 12;
  private static final long LOG_LIMIT_BYTES = 1 << 20;

  /** Small in memory, and as careful with data as PostgreSQL can be. */
  private static final List<String> SERVER_SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=''",
          "max_connections=40",
          "shared_buffers=32MB",
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "wal_level=minimal",
          "max_wal_senders=0",
          "min_wal_size=32MB",
          "max_wal_size=256MB",
          "io_method=sync",
          "max_worker_processes=2",
          "max_parallel_workers=0",
          "jit=off",
          "log_checkpoints=off",
          "timezone=UTC",
          "log_timezone=UTC");

  private final ServerBinaries binaries;
  private final Path home;
  private final Path data;
  private final Ticker ticker;

  Cluster(ServerBinaries binaries, Path home, Ticker ticker) {
    this.binaries = binaries;
    this.ticker = ticker;
    this.home = home;
    this.data = home.resolve("postgres");
  }

  Path data() {
    return data;
  }

  /** The server of this folder, if one runs. */
  Optional<ProcessHandle> running() {
    return PostmasterFile.read(data).flatMap(file -> file.server(data));
  }

  /** Whether that server was started from these very programs. */
  boolean sameBinaries(ProcessHandle server) {
    return server.info().command().orElse("").equals(binaries.program("postgres").toString());
  }

  /** Makes the data folder, whole or not at all, unless there is one. */
  void createIfAbsent(Path passwordFile) throws IOException {
    PrivateFiles.deleteLeftovers(home, "postgres.new-");
    if (Files.isDirectory(data)) {
      return;
    }
    Path fresh = Files.createTempDirectory(home, "postgres.new-");
    run(
        "initdb",
        List.of(
            "-D",
            fresh.toString(),
            "-U",
            EmbeddedServer.USER,
            "-A",
            "scram-sha-256",
            "--pwfile=" + passwordFile,
            "-E",
            "UTF8",
            "--no-locale"));
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Starts the server and waits until it takes connections, which after a crash includes the replay
   * of its log.
   */
  void start(int port) throws IOException {
    keepLogSmall();
    if (PostmasterFile.read(data).map(PostmasterFile::pid).flatMap(ProcessHandle::of).isPresent()
        && running().isEmpty()) {
      PostmasterFile.disown(data);
    }
    run(
        "pg_ctl",
        List.of(
            "-D",
            data.toString(),
            "-l",
            log().toString(),
            "-w",
            "-t",
            "120",
            "-o",
            options(port),
            "start"));
  }

  /** Stops the server if it is this folder's, fast at first, then at once; waits for its end. */
  void stop() {
    Optional<ProcessHandle> server = running();
    if (server.isPresent() && !stop(server.get(), "fast") && !stop(server.get(), "immediate")) {
      throw new EmbeddedServerException(
          "PostgreSQL on " + data + " does not stop; stop it by hand");
    }
  }

  private boolean stop(ProcessHandle server, String mode) {
    if (!PostmasterFile.lives(server)) {
      return true;
    }
    try {
      run("pg_ctl", List.of("-D", data.toString(), "-m", mode, "-w", "-t", "20", "stop"));
    } catch (EmbeddedServerException e) {
      LOG.log(Level.WARNING, "stopping PostgreSQL (" + mode + ")", e);
    }
    return ended(server);
  }

  /** PostgreSQL removes its file a moment before it ends. */
  private boolean ended(ProcessHandle server) {
    Deadline deadline = Deadline.after(END, ticker);
    try {
      while (PostmasterFile.lives(server) && !deadline.expired()) {
        ticker.pause(STEP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !PostmasterFile.lives(server);
  }

  /** The wanted port if it is free, otherwise any free one. */
  static int freePort(int wanted) throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (ServerSocket socket = new ServerSocket(wanted, 1, loopback)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      if (wanted == 0) {
        throw e;
      }
      return freePort(0);
    }
  }

  private static String options(int port) {
    StringBuilder options = new StringBuilder("-p " + port);
    SERVER_SETTINGS.forEach(setting -> options.append(" -c ").append(setting));
    return options.toString();
  }

  private void run(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(Privileges.prefix());
    command.add(binaries.program(program).toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(home.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = read(process.getInputStream());
      int code = process.waitFor();
      if (code != 0) {
        throw new EmbeddedServerException(
            "%s of the embedded PostgreSQL on %s failed with code %d: %s%n%s"
                .formatted(program, data, code, output.strip(), logTail()));
      }
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("interrupted while " + program + " ran", e);
    }
  }

  private static String read(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  private Path log() {
    return home.resolve("postgres.log");
  }

  private void keepLogSmall() throws IOException {
    if (Files.exists(log()) && Files.size(log()) > LOG_LIMIT_BYTES) {
      Files.move(log(), home.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private String logTail() throws IOException {
    if (!Files.exists(log())) {
      return "";
    }
    try (Stream<String> lines = Files.lines(log(), StandardCharsets.ISO_8859_1)) {
      String[] all = lines.toArray(String[]::new);
      return String.join(
          "\n", Arrays.asList(all).subList(Math.max(0, all.length - LOG_TAIL_LINES), all.length));
    }
  }
}
