// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A key and its self-signed certificate for {@code app.test} and {@code app.localhost}, as {@code
 * keytool -genkeypair -keyalg EC -ext san=dns:app.test,dns:app.localhost} makes them.
 */
final class TestCertificate {
  private static final char[] PASSWORD = "secret".toCharArray();

  private TestCertificate() {}

  /** TLS of an app that shows the certificate. */
  static SSLContext shown() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store(), PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the test's certificate cannot be used", e);
    }
  }

  /** Trusts the certificate and nothing else, and counts how often it had to look at one. */
  static Trust trusted() {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      KeyStore anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, null);
      anchors.setCertificateEntry("app", store().getCertificate("app"));
      trust.init(anchors);
      return new Trust((X509ExtendedTrustManager) trust.getTrustManagers()[0]);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the test's certificate cannot be used", e);
    }
  }

  private static KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file =
        Objects.requireNonNull(TestCertificate.class.getResourceAsStream("app.test.p12"))) {
      store.load(file, PASSWORD);
    }
    return store;
  }

  /** Asks another, and counts. */
  static final class Trust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager other;
    private final AtomicInteger looks = new AtomicInteger();

    private Trust(X509ExtendedTrustManager other) {
      this.other = other;
    }

    int looks() {
      return looks.get();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      looks.incrementAndGet();
      other.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      throw new IllegalStateException("the gateway has engines, not sockets");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      throw new IllegalStateException("nobody would look at the name");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      throw new IllegalStateException("the gateway is the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      throw new IllegalStateException("the gateway is the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new IllegalStateException("the gateway is the client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return other.getAcceptedIssuers();
    }
  }
}
