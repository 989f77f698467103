// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells of certificates that end soon: 30, 7 and 1 days ahead and at the end, once each. A warning
 * that would come before the last third of a certificate's life is left out, as those that are
 * renewed by themselves are renewed then. Safe for use by many threads.
 */
public final class Expiry {
  private static final System.Logger LOG = System.getLogger(Expiry.class.getName());

  private static final List<Duration> AHEAD =
      List.of(Duration.ZERO, Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30));

  private final CertificateShelf shelf;
  private final InstantSource clock;
  private final Map<Identity, Duration> told = new HashMap<>();

  /** Looks at what is on that shelf. */
  public Expiry(CertificateShelf shelf, InstantSource clock) {
    this.shelf = shelf;
    this.clock = clock;
  }

  /** Tells what has come nearer since the last look. */
  public synchronized void look() {
    Map<Identity, Duration> now = ending();
    now.forEach((identity, ahead) -> {
      if (!ahead.equals(told.get(identity))) {
        LOG.log(level(ahead), "{0}", line(identity, ahead));
      }
    });
    told.clear();
    told.putAll(now);
  }

  /** What ends soon or has ended, one line each. */
  public List<String> problems() {
    List<String> lines = new ArrayList<>();
    ending().forEach((identity, ahead) -> lines.add(line(identity, ahead)));
    return lines;
  }

  private Map<Identity, Duration> ending() {
    Instant now = clock.instant();
    Map<Identity, Duration> found = new HashMap<>();
    for (CertificateShelf.Kind kind : CertificateShelf.Kind.values()) {
      for (Identity identity : shelf.all(kind)) {
        Duration left = Duration.between(now, identity.notAfter());
        Duration late = identity.lifetime().dividedBy(3);
        AHEAD.stream()
            .filter(ahead -> left.compareTo(ahead) <= 0 && ahead.compareTo(late) < 0)
            .findFirst()
            .ifPresent(ahead -> found.put(identity, ahead));
      }
    }
    return found;
  }

  private static System.Logger.Level level(Duration ahead) {
    return ahead.isZero() ? System.Logger.Level.ERROR : System.Logger.Level.WARNING;
  }

  private static String line(Identity identity, Duration ahead) {
    String names = String.join(", ", identity.names());
    return ahead.isZero()
        ? "the certificate of %s ended at %s; browsers refuse it"
            .formatted(names, identity.notAfter())
        : "the certificate of %s ends in less than %d days, at %s; renew it"
            .formatted(names, ahead.toDays(), identity.notAfter());
  }
}
