// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What the handshakes of one certificate share: TLS 1.3 and 1.2 with authenticated ciphers only,
 * and forward secrecy in each. Prepared by another thread when it is first asked for, as that takes
 * some milliseconds. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9325">RFC 9325, secure use of TLS</a>
 */
final class ServerContext {
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** Bounds what is remembered for clients that want no ticket. */
  private static final long SESSIONS = 20_000;

  private static final long SESSION_SECONDS = 12 * 60 * 60;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Identity identity;
  private final List<String> protocols;
  private final SslProviders providers;
  private @Nullable CompletableFuture<SslContext> context;
  private @Nullable OpenSslSessionTicketKey lastKey;

  ServerContext(Identity identity, SslProviders providers) {
    this(identity, TlsEntry.protocols(), providers);
  }

  ServerContext(Identity identity, List<String> protocols, SslProviders providers) {
    this.identity = identity;
    this.protocols = protocols;
    this.providers = providers;
  }

  /** Complete when handshakes can begin. */
  synchronized CompletableFuture<SslContext> ready() {
    CompletableFuture<SslContext> prepared = context;
    if (prepared == null) {
      CompletableFuture<SslContext> next = new CompletableFuture<>();
      prepared = next;
      context = next;
      Thread.ofVirtual().name("tls").start(() -> prepare(next));
    }
    return prepared;
  }

  private void prepare(CompletableFuture<SslContext> into) {
    try {
      SslContext built = build();
      renewTickets(built);
      into.complete(built);
    } catch (SSLException | RuntimeException e) {
      into.completeExceptionally(e);
    }
  }

  private SslContext build() throws SSLException {
    return SslContextBuilder.forServer(identity.key(), identity.chain())
        .sslProvider(providers.provider())
        .protocols("TLSv1.3", "TLSv1.2")
        .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .sessionCacheSize(SESSIONS)
        .sessionTimeout(SESSION_SECONDS)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                protocols))
        .build();
  }

  /** Has new tickets sealed by a new key; those of the last one are still read. */
  synchronized void rotate() {
    CompletableFuture<SslContext> prepared = context;
    if (prepared != null && prepared.state() == CompletableFuture.State.SUCCESS) {
      renewTickets(prepared.join());
    }
  }

  /** The JDK makes and renews keys for tickets by itself; OpenSSL gives none before it has one. */
  private synchronized void renewTickets(SslContext built) {
    if (built.sessionContext() instanceof OpenSslServerSessionContext sessions) {
      OpenSslSessionTicketKey next =
          new OpenSslSessionTicketKey(
              random(OpenSslSessionTicketKey.NAME_SIZE),
              random(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
              random(OpenSslSessionTicketKey.AES_KEY_SIZE));
      OpenSslSessionTicketKey before = lastKey;
      if (before == null) {
        sessions.setTicketKeys(next);
      } else {
        sessions.setTicketKeys(next, before);
      }
      lastKey = next;
    }
  }

  private static byte[] random(int bytes) {
    byte[] made = new byte[bytes];
    RANDOM.nextBytes(made);
    return made;
  }
}
