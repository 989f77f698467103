// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.certificate;

import dev.paastis.gateway.tls.PemFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** Reaches an ACME server whose own certificate is of an authority that only its users know. */
final class PrivateTrust extends GenericAcmeProvider {
  private final SSLContext trusting;

  private PrivateTrust(SSLContext trusting) {
    this.trusting = trusting;
  }

  /** A session with that server, trusted by the certificates in that file. */
  static Session session(URI directory, Path authority)
      throws IOException, GeneralSecurityException {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    for (X509Certificate certificate : PemFile.certificates(authority)) {
      anchors.setCertificateEntry(certificate.getSerialNumber().toString(), certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return new Session(directory, new PrivateTrust(context));
  }

  @Override
  public HttpClient createHttpClient(NetworkSettings settings) {
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NORMAL)
        .connectTimeout(settings.getTimeout())
        .proxy(settings.getProxySelector())
        .sslContext(trusting)
        .build();
  }
}
