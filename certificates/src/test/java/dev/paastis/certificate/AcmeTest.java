// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.paastis.certificate.AcmeSettings.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders at a real ACME server, which looks for its proofs at a real gateway. */
@DisabledIfSystemProperty(named = Pebble.WANTED, matches = "false")
class AcmeTest {
  private static final String SHOP = "shop.example.com";

  @TempDir private Path folder;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(InstantSource.system().instant());
  private final TestGateway gateway = new TestGateway();
  private Pebble pebble;

  @BeforeEach
  void prepare() throws Exception {
    pebble = new Pebble(folder.resolve("pebble"));
  }

  @AfterEach
  void end() {
    gateway.close();
    pebble.close();
  }

  private AcmeCertificates serve(int perHour, Proof... proofs) {
    AcmeSettings settings =
        new AcmeSettings(
            pebble.directory(), "ops@example.com", List.of(proofs), pebble.authority(), perHour);
    return gateway.serve(
        at -> new AcmeCertificates(settings, home(), at.server()::isBound, at.target(now::get)));
  }

  private Path home() {
    return folder.resolve("certificates");
  }

  private void startPebble() throws Exception {
    pebble.start(gateway.server().port(), gateway.server().tlsPort());
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  @ParameterizedTest
  @EnumSource(Proof.class)
  void firstHandshake_ordersAndGetsACertificate(Proof proof) throws Exception {
    AcmeCertificates acme = serve(30, proof);
    startPebble();

    X509Certificate first = gateway.shownFor(SHOP);

    assertThat(first.getIssuerX500Principal().getName()).contains("Pebble");
    assertThat(first.getSubjectAlternativeNames().toString()).contains(SHOP);
    assertThat(gateway.shownFor(SHOP)).as("ordered once").isEqualTo(first);
    assertThat(acme.problems()).isEmpty();
    for (String file : List.of(SHOP + ".pem", "account.key")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home().resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void certificate_isRenewedAfterTwoThirdsOfItsLife_andShownMeanwhile() throws Exception {
    AcmeCertificates acme = serve(30, Proof.HTTP_01);
    startPebble();
    X509Certificate first = gateway.shownFor(SHOP);
    Duration life =
        Duration.between(first.getNotBefore().toInstant(), first.getNotAfter().toInstant());

    pass(life.dividedBy(2));
    acme.tick();
    assertThat(gateway.shownFor(SHOP)).isEqualTo(first);

    pass(life.dividedBy(5));
    acme.tick();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          if (!acme.problems().isEmpty()) { // the server refuses at random
            pass(Duration.ofMinutes(3));
            acme.tick();
          }
          return !gateway.shownFor(SHOP).equals(first);
        });
  }

  @Test
  void unboundHost_isRefused_andNothingIsAskedFor() throws Exception {
    AcmeCertificates acme = serve(30, Proof.HTTP_01);
    startPebble();

    assertThatThrownBy(() -> gateway.shownFor("other.example.com"))
        .hasMessageContaining("unrecognized_name");
    assertThatThrownBy(() -> gateway.shownFor("hello.localhost"))
        .as("bound, but no public name")
        .hasMessageContaining("unrecognized_name");

    assertThat(home()).as("not even an account").doesNotExist();
    assertThat(acme.problems()).isEmpty();
  }

  @Test
  void refusedOrder_isToldAndBacksOff() throws Exception {
    AcmeCertificates acme = serve(30, Proof.HTTP_01);
    startPebble();

    assertThatThrownBy(() -> gateway.shownFor(Pebble.BLOCKED))
        .hasMessageContaining("unrecognized_name");
    assertThat(acme.problems()).singleElement().asString().contains(Pebble.BLOCKED, "policy");
    List<String> told = acme.problems();
    assertThat(acme.offers(Pebble.BLOCKED)).isFalse();
    assertThatThrownBy(() -> gateway.shownFor(Pebble.BLOCKED))
        .hasMessageContaining("unrecognized_name");
    assertThat(acme.problems()).as("not tried again").isEqualTo(told);

    pass(Duration.ofMinutes(3));
    assertThatThrownBy(() -> gateway.shownFor(Pebble.BLOCKED))
        .hasMessageContaining("unrecognized_name");
    assertThat(acme.problems()).as("tried again").isNotEqualTo(told);
    gateway.shownFor(SHOP);
  }

  @Test
  void refusedProof_isTold_andTheNextOrderTriesTheOther() throws Exception {
    AcmeCertificates acme = serve(30, Proof.TLS_ALPN_01, Proof.HTTP_01);
    pebble.start(gateway.server().port(), 9);

    assertThatThrownBy(() -> gateway.shownFor(SHOP)).hasMessageContaining("unrecognized_name");
    assertThat(acme.problems()).singleElement().asString().contains(SHOP, "tls-alpn-01");

    pass(Duration.ofMinutes(3));
    assertThat(gateway.shownFor(SHOP).getIssuerX500Principal().getName()).contains("Pebble");
    assertThat(acme.problems()).isEmpty();
  }

  @Test
  void serverThatIsAway_isTold_andKeptCertificatesAreShown() throws Exception {
    AcmeCertificates acme = serve(30, Proof.HTTP_01);
    startPebble();
    X509Certificate kept = gateway.shownFor(SHOP);
    assertThat(home().resolve(SHOP + ".pem")).as("kept before it is shown").exists();
    pebble.stop();

    try (TestGateway next = new TestGateway()) {
      AcmeCertificates later =
          next.serve(at ->
              new AcmeCertificates(
                  new AcmeSettings(
                      pebble.directory(), null, List.of(Proof.HTTP_01), pebble.authority(), 30),
                  home(),
                  at.server()::isBound,
                  at.target(now::get)));
      later.load();

      assertThat(next.shownFor(SHOP)).isEqualTo(kept);
      assertThatThrownBy(() -> next.shownFor("blog.example.com"))
          .hasMessageContaining("unrecognized_name");
      assertThat(later.problems()).singleElement().asString().contains("blog.example.com");
      pass(Duration.ofDays(365 * 4));
      later.tick();
      await().until(() -> later.problems().size() == 2);
      assertThat(next.shownFor(SHOP)).as("until it can be renewed").isEqualTo(kept);
    }
    assertThat(acme.problems()).isEmpty();
  }

  @Test
  void ordersBeyondThePace_wait() throws Exception {
    serve(1, Proof.HTTP_01);
    startPebble();
    gateway.shownFor(SHOP);

    assertThatThrownBy(() -> gateway.shownFor("blog.example.com"))
        .hasMessageContaining("unrecognized_name");

    pass(Duration.ofMinutes(61));
    assertThat(gateway.shownFor("blog.example.com")).isNotNull();
  }
}
