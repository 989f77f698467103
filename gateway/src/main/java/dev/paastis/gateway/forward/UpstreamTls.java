// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import dev.paastis.app.Upstream;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards apps, by the JDK: TLS 1.2 and 1.3, the app's host as server name, its certificate
 * checked for trust and for that name, sessions resumed. Safe for use by many threads.
 *
 * <p>Costs nothing before the first app that needs it: reading the trust store takes some hundred
 * milliseconds and some megabytes.
 */
public final class UpstreamTls {
  private final @Nullable TrustManager trust;
  private @Nullable CompletableFuture<SslContext> context;

  private UpstreamTls(@Nullable TrustManager trust) {
    this.trust = trust;
  }

  /** Trusts whom the JDK trusts; {@code javax.net.ssl.trustStore} and its like apply. */
  public static UpstreamTls system() {
    return new UpstreamTls(null);
  }

  /** Trusts whom that manager trusts. */
  public static UpstreamTls trusting(TrustManager trust) {
    return new UpstreamTls(trust);
  }

  /** Complete when handlers can be made; prepared by another thread when first asked for. */
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
      into.complete(newContext());
    } catch (SSLException | RuntimeException e) {
      into.completeExceptionally(e);
    }
  }

  private SslContext newContext() throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .endpointIdentificationAlgorithm("HTTPS");
    return trust == null ? builder.build() : builder.trustManager(trust).build();
  }

  /**
   * The handler of one connection. What a handshake computes runs on virtual threads, so that the
   * other connections of its event loop do not wait for it.
   *
   * @param http2 whether HTTP/2 is offered too
   */
  static SslHandler newHandler(SslContext context, UpstreamPool pool, Upstream to, boolean http2) {
    SslHandler handler =
        context.newHandler(pool.buffers(), to.host(), to.port(), Thread::startVirtualThread);
    handler.setHandshakeTimeout(pool.patience().toMillis(), TimeUnit.MILLISECONDS);
    SSLParameters parameters = handler.engine().getSSLParameters();
    parameters.setApplicationProtocols(
        http2
            ? new String[] {ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1}
            : new String[] {ApplicationProtocolNames.HTTP_1_1});
    handler.engine().setSSLParameters(parameters);
    return handler;
  }
}
