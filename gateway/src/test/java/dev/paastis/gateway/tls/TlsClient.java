// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** A client that trusts one certificate, remembers sessions, and counts how often it was shown. */
public final class TlsClient {
  private final SSLContext context;
  private final AtomicInteger looks = new AtomicInteger();
  private final SSLParameters parameters = new SSLParameters();

  /** A client that trusts that one. */
  public TlsClient(Identity trusted) {
    try {
      context = SSLContext.getInstance("TLS");
      TrustManager counting = new Counting(TestIdentity.trusting(trusted), looks);
      context.init(null, new TrustManager[] {counting}, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How often a certificate was shown. */
  public int looks() {
    return looks.get();
  }

  TlsClient only(String version) {
    parameters.setProtocols(new String[] {version});
    return this;
  }

  TlsClient ciphers(String... names) {
    parameters.setCipherSuites(names);
    return this;
  }

  TlsClient protocols(String... names) {
    parameters.setApplicationProtocols(names);
    return this;
  }

  /** A connection whose handshake is done; {@code null} names no host. */
  public SSLSocket connect(int port, @Nullable String host) throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
    plain.setSoTimeout(20_000);
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(plain, host == null ? "127.0.0.1" : host, port, true);
    parameters.setServerNames(host == null ? List.of() : List.of(new SNIHostName(host)));
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
    } catch (IOException e) {
      plain.close();
      throw e;
    }
    return socket;
  }

  String echo(SSLSocket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return new String(socket.getInputStream().readNBytes(text.length()), StandardCharsets.UTF_8);
  }

  String talk(int port, String host) {
    try (SSLSocket socket = connect(port, host)) {
      return echo(socket, "hello");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Counting extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager other;
    private final AtomicInteger looks;

    Counting(X509ExtendedTrustManager other, AtomicInteger looks) {
      this.other = other;
      this.looks = looks;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      looks.incrementAndGet();
      other.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      throw new IllegalStateException("this client has sockets");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      throw new IllegalStateException("this client has sockets");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      throw new IllegalStateException("this is the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      throw new IllegalStateException("this is the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new IllegalStateException("this is the client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return other.getAcceptedIssuers();
    }
  }
}
