// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.probe;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.paastis.app.Upstream;
import dev.paastis.wake.Probe;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A probe of one connection and at most one request, without a client library: asked every few
 * milliseconds while an app wakes, most answers are a refused connection, and that takes some tens
 * of microseconds on the loopback address. Safe for use by many threads.
 */
public final class SocketProbe implements Probe {
  private static final System.Logger LOG = System.getLogger(SocketProbe.class.getName());

  private final Supplier<SSLSocketFactory> tls;
  private final Predicate<InetAddress> allowed;

  /** Trusts whom the JDK trusts, and looks everywhere. */
  public SocketProbe() {
    this(_ -> true);
  }

  /**
   * Trusts whom the JDK trusts.
   *
   * @param allowed to which addresses it connects
   */
  public SocketProbe(Predicate<InetAddress> allowed) {
    // asked for when first needed: reading the trust store takes a while
    this(() -> (SSLSocketFactory) SSLSocketFactory.getDefault(), allowed);
  }

  SocketProbe(Supplier<SSLSocketFactory> tls, Predicate<InetAddress> allowed) {
    this.tls = tls;
    this.allowed = allowed;
  }

  @Override
  public Sight look(Upstream upstream, @Nullable String path, Duration timeout) {
    try (var attempt = new ProbeAttempt(upstream, path, tls, allowed)) {
      var task = new FutureTask<>(() -> attempt.succeeds(timeout));
      // a thread of its own bounds everything, name resolution and TLS handshake included
      Thread.ofVirtual().name("probe " + upstream).start(task);
      boolean held = task.get(Math.max(0, timeout.toNanos()), NANOSECONDS);
      return held ? Sight.ANSWERS : Sight.SILENT;
    } catch (TimeoutException e) {
      return Sight.SILENT;
    } catch (ExecutionException e) {
      LOG.log(Level.DEBUG, () -> "probe of " + upstream + " failed", e.getCause());
      return e.getCause() instanceof ProbeAttempt.OutOfBoundsException
          ? Sight.OUT_OF_BOUNDS
          : Sight.SILENT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Sight.SILENT;
    }
  }
}
