// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.certificate;

import dev.paastis.gateway.tls.CertificateShelf;
import dev.paastis.gateway.tls.Challenges;
import dev.paastis.gateway.tls.Identity;
import dev.paastis.gateway.tls.OnDemand;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;

/**
 * Certificates ordered by ACME when a host is first asked for by TLS, and renewed after two thirds
 * of their life. Only hosts that an app is bound to are ordered, one order at a time for each, so
 * many in an hour; a failed order waits longer each time, and what there is is shown meanwhile.
 * Safe for use by many threads.
 */
public final class AcmeCertificates implements OnDemand {
  private static final System.Logger LOG = System.getLogger(AcmeCertificates.class.getName());
  private static final int AT_ONCE = 4;

  private final AcmeSettings settings;
  private final Predicate<String> bound;
  private final CertificateShelf shelf;
  private final InstantSource clock;
  private final Folder folder;
  private final AcmeOrders orders;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Map<String, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();
  private final Map<String, Setback> setbacks = new ConcurrentHashMap<>();
  private final Deque<Instant> begun = new ArrayDeque<>();
  private @Nullable Instant toldOfPace;

  /**
   * Describes where certificates come from and go to; nothing is asked for before a handshake.
   *
   * @param home folder of keys and certificates
   * @param bound whether an app is bound to that very host
   */
  public AcmeCertificates(
      AcmeSettings settings, Path home, Predicate<String> bound, Target target) {
    this.settings = settings;
    this.bound = bound;
    this.shelf = target.shelf();
    this.clock = target.clock();
    this.folder = new Folder(home);
    this.orders = new AcmeOrders(settings, folder, target.challenges());
  }

  /**
   * What the gateway shows, and when.
   *
   * @param shelf certificates are put there
   * @param challenges proofs are expected there
   * @param clock wall time
   */
  public record Target(CertificateShelf shelf, Challenges challenges, InstantSource clock) {}

  /** Puts what earlier runs got on the shelf. */
  public void load() {
    shelf.replace(CertificateShelf.Kind.ORDERED, folder.all());
  }

  @Override
  public boolean offers(String host) {
    Setback setback = setbacks.get(host);
    return PublicName.isOne(host)
        && bound.test(host)
        && (setback == null || setback.isOver(clock.instant()));
  }

  @Override
  public @Nullable CompletableFuture<Boolean> obtain(String host) {
    CompletableFuture<Boolean> known = underWay.get(host);
    return known != null ? known : offers(host) ? begin(host) : null;
  }

  /** Renews what is due, and forgets failures of hosts that are bound no more. */
  public void tick() {
    setbacks.keySet().removeIf(host -> !bound.test(host));
    Instant now = clock.instant();
    for (Identity identity : shelf.all(CertificateShelf.Kind.ORDERED)) {
      if (!now.isBefore(renewalOf(identity))) {
        identity.names().stream().filter(this::offers).forEach(this::renew);
      }
    }
  }

  /** What is wrong, one line for each host. */
  public List<String> problems() {
    List<String> lines = new ArrayList<>();
    setbacks.forEach((host, setback) ->
        lines.add(
            "no certificate for %s: %s; tried again after %s"
                .formatted(host, setback.why(), setback.until())));
    return lines;
  }

  private static Instant renewalOf(Identity identity) {
    return identity.notBefore().plus(identity.lifetime().multipliedBy(2).dividedBy(3));
  }

  private void renew(String host) {
    var _ = begin(host);
  }

  /** The order under way for that host, a new one if the pace allows it. */
  private synchronized @Nullable CompletableFuture<Boolean> begin(String host) {
    CompletableFuture<Boolean> known = underWay.get(host);
    if (known != null) {
      return known;
    }
    if (!mayBegin()) {
      return null;
    }
    CompletableFuture<Boolean> order = new CompletableFuture<>();
    underWay.put(host, order);
    Thread.ofVirtual().name("certificate-" + host).start(() -> carryOut(host, order));
    return order;
  }

  private boolean mayBegin() {
    Instant now = clock.instant();
    Instant hourAgo = now.minus(Duration.ofHours(1));
    while (!begun.isEmpty() && begun.getFirst().isBefore(hourAgo)) {
      begun.removeFirst();
    }
    if (begun.size() >= settings.ordersPerHour()) {
      if (toldOfPace == null || toldOfPace.isBefore(hourAgo)) {
        toldOfPace = now;
        LOG.log(
            System.Logger.Level.WARNING,
            "{0} certificates were ordered within the hour; more wait (orders-per-hour)",
            begun.size());
      }
      return false;
    }
    begun.addLast(now);
    return true;
  }

  private void carryOut(String host, CompletableFuture<Boolean> order) {
    boolean done = false;
    try {
      places.acquire();
      try {
        done = carryOut(host);
      } finally {
        places.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.remove(host);
      order.complete(done);
    }
  }

  private boolean carryOut(String host) throws InterruptedException {
    Setback before = setbacks.get(host);
    int failures = before == null ? 0 : before.failures();
    try {
      Identity got = orders.carryOut(host, failures);
      try {
        folder.keep(host, got); // before anybody sees it, so that the next run has it too
      } finally {
        shelf.add(CertificateShelf.Kind.ORDERED, got);
      }
      setbacks.remove(host);
      LOG.log(
          System.Logger.Level.INFO, "host={0} got a certificate until {1}", host, got.notAfter());
      return true;
    } catch (AcmeException | IOException | GeneralSecurityException | RuntimeException e) {
      fail(host, failures, e);
      return false;
    }
  }

  private void fail(String host, int failures, Exception e) {
    Instant now = clock.instant();
    Setback setback = Setback.after(failures, words(e), now);
    if (e instanceof AcmeRateLimitedException limited && limited.getRetryAfter().isPresent()) {
      setback = setback.atLeastUntil(limited.getRetryAfter().get());
    }
    setbacks.put(host, setback);
    LOG.log(
        System.Logger.Level.WARNING,
        "host={0} got no certificate: {1}; tried again after {2}",
        host,
        setback.why(),
        setback.until());
  }

  /** All that the chain of causes says: the library keeps the reason of the network below. */
  private static String words(Exception e) {
    Set<String> said = new LinkedHashSet<>();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      said.add(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }
    return String.join(": ", said);
  }
}
