// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates that sign themselves. */
public final class TestIdentity {
  private static final AtomicLong SERIAL = new AtomicLong(1);

  private TestIdentity() {}

  /** The last midnight: the same all through a test, and never ahead. */
  public static Instant now() {
    return InstantSource.system().instant().truncatedTo(ChronoUnit.DAYS);
  }

  /** For those names, from yesterday for a year, with a key on P-256. */
  public static Identity of(String... names) {
    return of(now().minus(Duration.ofDays(1)), Duration.ofDays(365), names);
  }

  /** The same from then on for that long. */
  public static Identity of(Instant from, Duration lifetime, String... names) {
    return of("EC", from, lifetime, names);
  }

  /** The same with another kind of key. */
  public static Identity of(String algorithm, Instant from, Duration lifetime, String... names) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
      KeyPair keys = generator.generateKeyPair();
      X500Name subject = new X500Name("CN=test");
      GeneralName[] alternatives =
          List.of(names).stream()
              .map(name -> new GeneralName(GeneralName.dNSName, name))
              .toArray(GeneralName[]::new);
      var builder =
          new JcaX509v3CertificateBuilder(
              subject,
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(from),
              Date.from(from.plus(lifetime)),
              subject,
              keys.getPublic());
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
      var signer =
          new JcaContentSignerBuilder("SHA256with" + (algorithm.equals("EC") ? "ECDSA" : "RSA"))
              .build(keys.getPrivate());
      var certificate = new JcaX509CertificateConverter().getCertificate(builder.build(signer));
      return Identity.of(keys.getPrivate(), List.of(certificate));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("no certificate for a test", e);
    }
  }

  /** Trusts that one and nothing else. */
  public static X509ExtendedTrustManager trusting(Identity identity) {
    try {
      KeyStore anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, null);
      anchors.setCertificateEntry("one", identity.chain().getFirst());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(anchors);
      return (X509ExtendedTrustManager) trust.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no trust for a test", e);
    }
  }

  /** Writes both as PEM. */
  public static void write(Identity identity, Path chain, Path key) {
    try {
      Files.writeString(chain, chain(identity));
      Files.writeString(key, pem("PRIVATE KEY", identity.key().getEncoded()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static String chain(Identity identity) {
    try {
      return pem("CERTIFICATE", identity.chain().getFirst().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String key(PrivateKey key) {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  static String pem(String kind, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind);
  }
}
