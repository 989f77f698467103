// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.certificate;

import dev.paastis.gateway.tls.CertificateShelf;
import dev.paastis.gateway.tls.Identity;
import dev.paastis.gateway.tls.OnDemand;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;

/**
 * An authority of this machine for names under {@code localhost}, so that TLS works without a
 * public name. Made with the first handshake and kept in its folder; whoever adds {@code
 * authority.pem} to what a browser trusts sees no warning. That it may sign for {@code localhost}
 * only is written into its certificate, for clients that look at it. The certificates of hosts are
 * made when they are asked for and kept in memory. Safe for use by many threads.
 */
public final class LocalAuthority implements OnDemand {
  /** The file that a browser may be told to trust. */
  public static final String FILE = "authority.pem";

  private static final System.Logger LOG = System.getLogger(LocalAuthority.class.getName());
  private static final String NAME = "authority";
  private static final String OTHERS = "*." + Signing.DOMAIN;
  private static final Duration LIFETIME = Duration.ofDays(3650);
  private static final Duration OF_A_HOST = Duration.ofDays(90);

  private final Folder folder;
  private final Predicate<String> bound;
  private final CertificateShelf shelf;
  private final InstantSource clock;
  private final Map<String, CompletableFuture<Boolean>> made = new ConcurrentHashMap<>();
  private @Nullable Identity authority;
  private volatile @Nullable Identity ofOthers;

  /**
   * Describes the authority; nothing is made before a handshake.
   *
   * @param home folder of its key and certificate
   * @param bound whether an app is bound to that very host
   */
  public LocalAuthority(
      Path home, Predicate<String> bound, CertificateShelf shelf, InstantSource clock) {
    this.folder = new Folder(home);
    this.bound = bound;
    this.shelf = shelf;
    this.clock = clock;
  }

  @Override
  public boolean offers(String host) {
    return host.endsWith("." + Signing.DOMAIN) && bound.test(host);
  }

  /** Any other name gets the certificate of {@code *.localhost}, to be told what is known. */
  @Override
  public CompletableFuture<Boolean> obtain(String host) {
    String name = offers(host) ? host : OTHERS;
    return made.computeIfAbsent(
        name,
        _ -> {
          CompletableFuture<Boolean> making = new CompletableFuture<>();
          Thread.ofVirtual().name("certificate").start(() -> making.complete(make(name)));
          return making;
        });
  }

  /** Makes those anew that have lived two thirds of their life. */
  public void tick() {
    Instant due = clock.instant().plus(OF_A_HOST.dividedBy(3));
    for (Identity identity : shelf.all(CertificateShelf.Kind.LOCAL)) {
      if (identity.notAfter().isBefore(due)) {
        var _ = make(identity.names().iterator().next());
      }
    }
    Identity others = ofOthers;
    if (others != null && others.notAfter().isBefore(due)) {
      var _ = make(OTHERS);
    }
  }

  private boolean make(String name) {
    try {
      Instant now = clock.instant();
      Identity signed = Signing.host(authority(now), name, now, OF_A_HOST);
      if (name.equals(OTHERS)) {
        ofOthers = signed;
        shelf.fallBackOn(signed);
      } else {
        shelf.add(CertificateShelf.Kind.LOCAL, signed);
      }
      return true;
    } catch (IOException
        | GeneralSecurityException
        | OperatorCreationException
        | RuntimeException e) {
      made.remove(name);
      LOG.log(
          System.Logger.Level.ERROR,
          "no certificate for {0}: {1}; mend or delete {2}",
          name,
          e.toString(),
          folder.path());
      return false;
    }
  }

  private synchronized Identity authority(Instant now)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    Identity known = authority;
    if (known == null) {
      known = folder.read(NAME);
    }
    if (known == null || known.notAfter().isBefore(now.plus(OF_A_HOST))) {
      known = Signing.authority(now, LIFETIME);
      folder.keep(NAME, known);
      LOG.log(
          System.Logger.Level.INFO,
          "made an authority for *.localhost; a browser that trusts {0} shows no warning",
          folder.path().resolve(FILE));
    }
    authority = known;
    return known;
  }
}
