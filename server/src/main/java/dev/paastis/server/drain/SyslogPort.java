// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes messages of syslog over TCP, a bounded number of connections at once, each on a virtual
 * thread. A sender that is silent for long is disconnected; it comes back by itself.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6587">RFC 6587, syslog over TCP</a>
 */
public final class SyslogPort implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(SyslogPort.class);
  private static final int MOST_CONNECTIONS = 256;
  private static final Duration SILENCE = Duration.ofMinutes(30);

  private final @Nullable Integer port;
  private final Intake intake;
  private final Set<Socket> senders = ConcurrentHashMap.newKeySet();
  private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
  private volatile @Nullable ServerSocket listening;

  /** Who reads what a sender sends, until it ends. */
  public interface Intake {
    /** Reads to the end. */
    void take(InputStream in) throws IOException;
  }

  /**
   * Listens once it is started.
   *
   * @param port TCP port, 0 for any free one; {@code null}: none
   */
  public SyslogPort(@Nullable Integer port, Intake intake) {
    this.port = port;
    this.intake = intake;
  }

  @Override
  public void start() {
    if (port == null) {
      return;
    }
    try {
      ServerSocket socket = new ServerSocket(port);
      listening = socket;
      Thread.ofVirtual().name("syslog").start(() -> accept(socket));
      LOG.info("log drains by syslog are taken on port {}", socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "port " + port + " cannot be used for syslog; name another by console.syslog-port", e);
    }
  }

  /** The port that senders connect to. */
  public int port() {
    ServerSocket socket = listening;
    if (socket == null) {
      throw new IllegalStateException("syslog is not listened to");
    }
    return socket.getLocalPort();
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket sender = from.accept();
        if (room.tryAcquire()) {
          senders.add(sender);
          Thread.ofVirtual().name("syslog-sender").start(() -> serve(sender));
        } else {
          LOG.warn("more than {} senders of syslog: one is turned away", MOST_CONNECTIONS);
          sender.close();
        }
      } catch (IOException e) {
        LOG.debug("syslog is listened to no longer", e);
      }
    }
  }

  private void serve(Socket sender) {
    try (sender) {
      sender.setSoTimeout((int) SILENCE.toMillis());
      intake.take(sender.getInputStream());
    } catch (IOException e) {
      LOG.debug("a sender of syslog has gone", e);
    } finally {
      senders.remove(sender);
      room.release();
    }
  }

  @Override
  public void stop() {
    try {
      ServerSocket socket = listening;
      if (socket != null) {
        socket.close();
      }
      for (Socket sender : senders) {
        sender.close();
      }
    } catch (IOException e) {
      LOG.debug("syslog could not be closed", e);
    }
  }

  @Override
  public boolean isRunning() {
    ServerSocket socket = listening;
    return socket != null && !socket.isClosed();
  }
}
