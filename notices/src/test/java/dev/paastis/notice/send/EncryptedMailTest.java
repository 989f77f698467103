// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import static dev.paastis.notice.send.Smtp.Encryption.STARTTLS;
import static dev.paastis.notice.send.Smtp.Encryption.TLS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.notice.SendOutcome;
import dev.paastis.notice.Sender;
import dev.paastis.provider.Secret;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail to servers that encrypt. */
class EncryptedMailTest {
  @TempDir Path folder;
  private OwnCertificate own;

  @BeforeEach
  void certificate() throws Exception {
    own = OwnCertificate.in(folder);
  }

  private Sender trusting(TlsMailServer server, String host, Smtp.Encryption encryption)
      throws Exception {
    Smtp.Login login = new Smtp.Login("ada", new Secret("right"));
    Smtp smtp = new Smtp(host, server.port(), "paastis@example.org", encryption, login);
    return new MailSender(
        smtp,
        List.of("ops@example.org"),
        new Wording(_ -> List.of()),
        own.client().getSocketFactory());
  }

  @Test
  void starttls_comes_before_the_password_and_the_message() throws Exception {
    try (TlsMailServer server = new TlsMailServer(own, false)) {
      assertThat(trusting(server, "localhost", STARTTLS).send(Samples.asleep("shop")))
          .isInstanceOf(SendOutcome.Delivered.class);

      assertThat(server.inTheClear)
          .hasSize(2)
          .satisfiesExactly(
              hello -> assertThat(hello).startsWith("EHLO"),
              starttls -> assertThat(starttls).isEqualTo("STARTTLS"));
      assertThat(server.encrypted)
          .anyMatch(line -> line.startsWith("AUTH PLAIN"))
          .contains("RCPT TO:<ops@example.org>", "Subject: [Paastis] shop fell asleep");
    }
  }

  @Test
  void connection_is_encrypted_from_its_first_byte() throws Exception {
    try (TlsMailServer server = new TlsMailServer(own, true)) {
      assertThat(trusting(server, "localhost", TLS).send(Samples.asleep("shop")))
          .isInstanceOf(SendOutcome.Delivered.class);

      assertThat(server.inTheClear).isEmpty();
      assertThat(server.encrypted)
          .anyMatch(line -> line.startsWith("AUTH PLAIN"))
          .contains("Subject: [Paastis] shop fell asleep");
    }
  }

  @Test
  void server_with_a_certificate_of_nobody_gets_neither_password_nor_message() throws Exception {
    for (Smtp.Encryption encryption : List.of(STARTTLS, TLS)) {
      try (TlsMailServer server = new TlsMailServer(own, encryption == TLS)) {
        Smtp.Login login = new Smtp.Login("ada", new Secret("right"));
        Smtp smtp = new Smtp("localhost", server.port(), "paastis@example.org", encryption, login);
        Sender sender =
            new MailSender(smtp, List.of("ops@example.org"), new Wording(_ -> List.of()));

        assertThat(sender.send(Samples.asleep("shop"))).isInstanceOf(SendOutcome.NotNow.class);
        assertThat(server.encrypted).noneMatch(line -> line.contains("AUTH"));
      }
    }
  }

  @Test
  void server_with_a_certificate_of_another_name_gets_nothing() throws Exception {
    try (TlsMailServer server = new TlsMailServer(own, true)) {
      assertThat(trusting(server, "127.0.0.1", TLS).send(Samples.asleep("shop")))
          .isInstanceOf(SendOutcome.NotNow.class);
      assertThat(server.encrypted).noneMatch(line -> line.contains("AUTH"));
    }
  }
}
