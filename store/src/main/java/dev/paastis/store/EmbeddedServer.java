// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL as a process of its own, with its data under the home folder. It outlives a killed
 * JVM; the next start adopts it. While this object is open, a server that dies is started again on
 * the same port. It listens on the loopback interface only and asks for a password that only the
 * owner of the home folder can read.
 */
public final class EmbeddedServer implements AutoCloseable {
  static final String USER = "paastis";

  private static final Logger LOG = System.getLogger(EmbeddedServer.class.getName());
  private static final Duration ADOPTION = Duration.ofSeconds(30);
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration WATCH = Duration.ofMillis(500);
  private static final Duration STEP = Duration.ofMillis(100);
  private static final int PASSWORD_BYTES = 24;

  private final Cluster cluster;
  private final Path portFile;
  private final String password;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;
  private int port;
  private boolean adopted;
  private @Nullable ProcessHandle process;

  private EmbeddedServer(Cluster cluster, Path home, String password, Ticker ticker) {
    this.cluster = cluster;
    this.portFile = home.resolve("postgres.port");
    this.password = password;
    this.ticker = ticker;
  }

  /**
   * Starts the server of a home, or adopts the one that an earlier run left behind.
   *
   * @param home the home, whose lock the caller keeps for as long as the server is open
   * @throws EmbeddedServerException when PostgreSQL cannot be run here
   */
  public static EmbeddedServer start(HomeLock home, Ticker ticker) {
    try {
      Path folder = home.home();
      Path passwordFile = folder.resolve("postgres.password");
      String password = password(passwordFile);
      ServerBinaries binaries = ServerBinaries.unpack(folder.resolve("postgres-bin"));
      Cluster cluster = new Cluster(binaries, folder, ticker);
      cluster.createIfAbsent(passwordFile);
      EmbeddedServer server = new EmbeddedServer(cluster, folder, password, ticker);
      server.adoptOrStart();
      Thread.ofVirtual().name("paastis-postgres-watch").start(server::watch);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare PostgreSQL in " + home.home(), e);
    }
  }

  /** Where the database is. */
  public DatabaseUrl url() {
    return DatabaseUrl.embedded(port, password);
  }

  /** Whether the server was left by an earlier run and taken over. */
  public boolean adopted() {
    return adopted;
  }

  /** The server's process; another one after it died and was started again. */
  public long pid() {
    return server().pid();
  }

  /** Stops the server and waits for its end; whoever is connected is cut off. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      cluster.stop();
    } finally {
      lock.unlock();
    }
  }

  private void adoptOrStart() throws IOException {
    Optional<ProcessHandle> running = cluster.running();
    if (running.isPresent() && adopt(running.get())) {
      LOG.log(
          Level.INFO,
          "adopted the running PostgreSQL, pid={0} port={1}",
          String.valueOf(pid()),
          String.valueOf(port()));
      return;
    }
    cluster.stop();
    port = Cluster.freePort(rememberedPort());
    startUntil(Deadline.after(START, ticker));
    PrivateFiles.write(portFile, Integer.toString(port));
    LOG.log(
        Level.INFO,
        "started PostgreSQL, pid={0} port={1}",
        String.valueOf(pid()),
        String.valueOf(port()));
  }

  /** Tries for a while: it may be starting, or shutting down. */
  private boolean adopt(ProcessHandle running) throws IOException {
    if (!cluster.sameBinaries(running)) {
      return false;
    }
    Deadline deadline = Deadline.after(ADOPTION, ticker);
    while (PostmasterFile.lives(running) && !deadline.expired()) {
      port = PostmasterFile.read(cluster.data()).map(PostmasterFile::port).orElse(0);
      if (port != 0 && isOurs()) {
        process = running;
        adopted = true;
        PrivateFiles.write(portFile, Integer.toString(port));
        return true;
      }
      pause(STEP);
    }
    return false;
  }

  private boolean isOurs() {
    PGSimpleDataSource source = url().dataSource();
    source.setSocketTimeout(5);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery("SHOW data_directory")) {
      return rs.next() && Path.of(rs.getString(1)).toRealPath().equals(cluster.data());
    } catch (SQLException | IOException e) {
      LOG.log(Level.DEBUG, "not yet adopted: {0}", e.getMessage());
      return false;
    }
  }

  /** After a crash the dead server's helpers may hold its shared memory for a moment. */
  private void startUntil(Deadline deadline) throws IOException {
    while (true) {
      try {
        cluster.start(port);
        process =
            cluster
                .running()
                .orElseThrow(
                    () -> new EmbeddedServerException("PostgreSQL ended as soon as it started"));
        return;
      } catch (EmbeddedServerException e) {
        if (deadline.expired() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.log(Level.DEBUG, "PostgreSQL does not start yet: {0}", e.getMessage());
        // A server that others already know keeps its port, a new one takes another.
        port = process == null ? Cluster.freePort(port) : port;
        pause(STEP);
      }
    }
  }

  /** Starts the server again whenever it ends while it should run. */
  private void watch() {
    while (!closed && !Thread.currentThread().isInterrupted()) {
      if (!PostmasterFile.lives(server())) {
        startAgain();
      }
      pause(WATCH);
    }
  }

  private void startAgain() {
    lock.lock();
    try {
      if (!closed) {
        LOG.log(
            Level.WARNING,
            "PostgreSQL has ended, pid={0}; starting it again",
            String.valueOf(server().pid()));
        startUntil(Deadline.after(START, ticker));
      }
    } catch (IOException | EmbeddedServerException e) {
      LOG.log(Level.ERROR, "PostgreSQL does not start again; the next attempt follows", e);
    } finally {
      lock.unlock();
    }
  }

  private ProcessHandle server() {
    lock.lock();
    try {
      ProcessHandle current = process;
      if (current == null) {
        throw new IllegalStateException("PostgreSQL was not started");
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  private String port() {
    return Integer.toString(port);
  }

  private int rememberedPort() throws IOException {
    if (!Files.exists(portFile)) {
      return 0;
    }
    try {
      return Integer.parseInt(Files.readString(portFile).strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private void pause(Duration time) {
    try {
      ticker.pause(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String password(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] random = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(random);
      PrivateFiles.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }
    return Files.readString(file).strip();
  }
}
