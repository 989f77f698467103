// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.gateway.tls.Identity;
import dev.paastis.gateway.tls.PemFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAuthorityTest {
  private static final String HELLO = "hello.localhost";

  @TempDir private Path home;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(InstantSource.system().instant());

  private LocalAuthority authority(TestGateway gateway) {
    return gateway.serve(
        at -> new LocalAuthority(home, at.server()::isBound, at.shelf(), now::get));
  }

  private TrustManager trust() throws Exception {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry(
        "local", PemFile.certificates(home.resolve(LocalAuthority.FILE)).getFirst());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(anchors);
    return trust.getTrustManagers()[0];
  }

  @Test
  void boundHost_showsACertificateOfItsOwn_thatTheAuthoritySigned() throws Exception {
    try (TestGateway gateway = new TestGateway()) {
      authority(gateway);
      X509Certificate first = gateway.shownFor(HELLO);

      assertThat(Visit.certificate(gateway.server().tlsPort(), HELLO, trust())).isEqualTo(first);
      assertThat(first.getSubjectAlternativeNames().toString()).contains(HELLO);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(home.resolve(LocalAuthority.FILE))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void anyOtherHost_showsTheOneOfTheDomain() throws Exception {
    try (TestGateway gateway = new TestGateway()) {
      authority(gateway);

      assertThat(gateway.shownFor("nobody.localhost").getSubjectAlternativeNames().toString())
          .contains("*.localhost");
      assertThat(gateway.shownFor("shop.example.com").getSubjectAlternativeNames().toString())
          .contains("*.localhost");
      assertThat(gateway.shownFor(HELLO).getSubjectAlternativeNames().toString()).contains(HELLO);
    }
  }

  @Test
  void restart_keepsTheAuthority() throws Exception {
    TrustManager trusted;
    try (TestGateway gateway = new TestGateway()) {
      authority(gateway);
      gateway.shownFor(HELLO);
      trusted = trust();
    }
    try (TestGateway gateway = new TestGateway()) {
      authority(gateway);
      assertThat(Visit.certificate(gateway.server().tlsPort(), HELLO, trusted)).isNotNull();
    }
  }

  @Test
  void certificate_isMadeAnewBeforeItEnds() throws Exception {
    try (TestGateway gateway = new TestGateway()) {
      LocalAuthority authority = authority(gateway);
      X509Certificate first = gateway.shownFor(HELLO);
      X509Certificate other = gateway.shownFor("nobody.localhost");

      now.updateAndGet(instant -> instant.plus(Duration.ofDays(61)));
      authority.tick();

      assertThat(gateway.shownFor(HELLO)).isNotEqualTo(first);
      assertThat(gateway.shownFor("nobody.localhost")).isNotEqualTo(other);
    }
  }

  @Test
  void brokenFile_refusesHandshakes_untilItIsMended() throws Exception {
    Files.writeString(home.resolve(LocalAuthority.FILE), "nothing of use");
    try (TestGateway gateway = new TestGateway()) {
      authority(gateway);
      assertThatThrownBy(() -> gateway.shownFor(HELLO)).hasMessageContaining("unrecognized_name");

      Files.delete(home.resolve(LocalAuthority.FILE));

      assertThat(gateway.shownFor(HELLO)).isNotNull();
    }
  }

  /** The JDK does not look at the constraints of an anchor, only at those on the way to it. */
  @Test
  void authority_isNotBelievedAboutOtherNames() throws Exception {
    Identity authority = Signing.authority(now.get(), Duration.ofDays(9));
    X509Certificate certificate = authority.chain().getFirst();
    PKIXParameters anchored = new PKIXParameters(Set.of(new TrustAnchor(certificate, null)));
    anchored.setRevocationEnabled(false);

    validate(Signing.host(authority, HELLO, now.get(), Duration.ofDays(9)), anchored);
    Identity bank = Signing.host(authority, "bank.example", now.get(), Duration.ofDays(9));
    assertThatThrownBy(() -> validate(bank, anchored)).hasMessageContaining("name constraints");
  }

  private static void validate(Identity identity, PKIXParameters anchored) throws Exception {
    var path = CertificateFactory.getInstance("X.509").generateCertPath(identity.chain());
    var _ = CertPathValidator.getInstance("PKIX").validate(path, anchored);
  }

  @Test
  void setback_waitsLongerEachTime_upToHalfADay() {
    Setback first = Setback.after(0, "why", now.get());
    Setback tenth = Setback.after(40, "why", now.get());

    assertThat(Duration.between(now.get(), first.until()))
        .isBetween(Duration.ofSeconds(96), Duration.ofSeconds(144));
    assertThat(Duration.between(now.get(), tenth.until()))
        .isBetween(Duration.ofHours(9), Duration.ofHours(15));
    Instant later = now.get().plus(Duration.ofDays(2));
    assertThat(first.atLeastUntil(later).until()).isEqualTo(later);
    assertThat(tenth.atLeastUntil(now.get())).isEqualTo(tenth);
  }

  @Test
  void publicName_isNoAddressAndNoNameOfOneMachine() {
    assertThat(PublicName.isOne("shop.example.com")).isTrue();
    assertThat(PublicName.isOne("xn--caf-dma.example")).isTrue();
    for (String name :
        new String[] {
          "localhost",
          "a.localhost",
          "10.0.0.1",
          "a..b.com",
          "-a.com",
          "*.a.com",
          "a.internal",
          "com"
        }) {
      assertThat(PublicName.isOne(name)).as(name).isFalse();
    }
  }
}
