// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.certificate.AcmeSettings;
import dev.paastis.gateway.tls.CertificateFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsReaderTest {
  private static final Path FILE = Path.of("/srv/paastis/paastis.yml");

  private static Tls read(String gateway) {
    return ConfigurationReader.parse(FILE, "gateway: " + gateway, Map.of(), new HolidaysOnly())
        .gateway()
        .tls();
  }

  @Test
  void files_are_resolved_against_the_folder_of_the_file() {
    Tls tls =
        read(
            "{domain: a.example, tls: {certificates: [{chain: tls/a.pem, key: tls/a.key},"
                + " {folder: /etc/live}], default-host: www.a.example, redirect: true,"
                + " redirect-hosts: [b.example], port: 443, public-port: 444}}");

    assertThat(tls.files())
        .containsExactly(
            new CertificateFiles.Pair(
                Path.of("/srv/paastis/tls/a.pem"), Path.of("/srv/paastis/tls/a.key")));
    assertThat(tls.folders()).containsExactly(Path.of("/etc/live"));
    assertThat(tls.isOn()).isTrue();
    assertThat(tls.redirect()).isTrue();
    assertThat(tls.local()).isFalse();
    assertThat(tls.port()).isEqualTo(443);
    assertThat(tls.publicPort()).isEqualTo(444);
  }

  @Test
  void acme_orders_at_lets_encrypt_by_either_proof_unless_told_otherwise() {
    AcmeSettings usual =
        Objects.requireNonNull(
            read("{domain: a.example, tls: {acme: {terms-agreed: true}}}").acme());
    assertThat(usual.directory()).isEqualTo(AcmeSettings.LETS_ENCRYPT);
    assertThat(usual.proofs()).containsExactly(AcmeSettings.Proof.values());

    AcmeSettings own =
        Objects.requireNonNull(
            read("{tls: {acme: {terms-agreed: true, directory: 'https://ca.internal/dir',"
                    + " proofs: [tls-alpn-01], authority: ca.pem, orders-per-hour: 5,"
                    + " email: ops@example.com}}}")
                .acme());
    assertThat(own.proofs()).isEqualTo(List.of(AcmeSettings.Proof.TLS_ALPN_01));
    assertThat(own.authority()).isEqualTo(Path.of("/srv/paastis/ca.pem"));
  }

  @Test
  void localhost_has_an_authority_of_its_own_and_other_domains_have_none() {
    assertThat(read("{}").local()).isTrue();
    assertThat(read("{domain: dev.localhost}").local()).isTrue();
    assertThat(read("{tls: {local: false}}").isOn()).isFalse();
    assertThat(read("{domain: a.example}").isOn()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {tls: {acme: {email: a@b.c}}} | gateway.tls.acme.terms-agreed: must be true
          {tls: {acme: {terms-agreed: true, directory: 'ftp://x'}}} | must be an https address
          {tls: {acme: {terms-agreed: true, proofs: [dns-01]}}} | allowed: http-01, tls-alpn-01
          {tls: {certificates: [{chain: a.pem}]}} | gateway.tls.certificates[0].key: is missing
          {domain: a.example, tls: {redirect: true}} | TLS needs certificates, acme or local
          """)
  void what_does_not_fit_is_told_with_its_key(String gateway, String told) {
    assertThatThrownBy(() -> read(gateway)).hasMessageContaining(told);
  }
}
