// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Which certificate a host shows: one from the shelf, else one made on demand, else that of the
 * default host. Never blocks; safe for use by many threads.
 */
public final class Certificates {
  private final CertificateShelf shelf;
  private final Challenges challenges;
  private final List<OnDemand> onDemand;
  private final @Nullable String defaultHost;

  /**
   * Puts the sources together.
   *
   * @param onDemand asked in this order
   * @param defaultHost its certificate is shown for names that nothing is known of, and to clients
   *     that name no host; {@code null}: they are refused
   */
  public Certificates(
      CertificateShelf shelf,
      Challenges challenges,
      List<OnDemand> onDemand,
      @Nullable String defaultHost) {
    this.shelf = shelf;
    this.challenges = challenges;
    this.onDemand = List.copyOf(onDemand);
    this.defaultHost = defaultHost == null ? null : normal(defaultHost);
  }

  /** What an ACME server may ask right now. */
  public Challenges challenges() {
    return challenges;
  }

  /** Whether that host can be reached by TLS: it has a certificate, or would get one. */
  public boolean covers(String host) {
    String name = normal(host);
    return shelf.has(name) || onDemand.stream().anyMatch(source -> source.offers(name));
  }

  /** What to begin a handshake with; fails with {@link UnrecognizedName} when there is nothing. */
  CompletableFuture<SslContext> find(@Nullable String host) {
    if (host == null) {
      return otherwise();
    }
    String name = normal(host);
    ServerContext known = shelf.find(name);
    if (known != null) {
      return known.ready();
    }
    for (OnDemand source : onDemand) {
      CompletableFuture<Boolean> obtained = source.obtain(name);
      if (obtained != null) {
        return obtained.thenCompose(_ -> fromShelf(name));
      }
    }
    return otherwise();
  }

  /** The same for an ACME server that looks whether the host is ours. */
  CompletableFuture<SslContext> findChallenge(@Nullable String host) {
    ServerContext pending = host == null ? null : challenges.context(normal(host));
    return pending == null ? refused() : pending.ready();
  }

  private CompletableFuture<SslContext> fromShelf(String name) {
    ServerContext known = shelf.find(name);
    return known == null ? otherwise() : known.ready();
  }

  private CompletableFuture<SslContext> otherwise() {
    ServerContext usual = defaultHost == null ? null : shelf.find(defaultHost);
    ServerContext last = usual == null ? shelf.fallback() : usual;
    return last == null ? refused() : last.ready();
  }

  private static CompletableFuture<SslContext> refused() {
    return CompletableFuture.failedFuture(new UnrecognizedName());
  }

  /** Lower case, without the dot of the root. */
  static String normal(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** There is no certificate for the name that the client asked for. */
  static final class UnrecognizedName extends Exception {
    private static final long serialVersionUID = 1L;

    UnrecognizedName() {
      super("no certificate for that name", null, false, false);
    }
  }
}
