// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import static dev.paastis.notice.send.Smtp.Encryption.NONE;
import static dev.paastis.notice.send.Smtp.Encryption.STARTTLS;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.paastis.notice.Links;
import dev.paastis.notice.SendOutcome;
import dev.paastis.notice.Sender;
import dev.paastis.provider.Secret;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailSenderTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Samples.T0);

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final HttpPost http = new HttpPost(CLOCK);
  private final Links links = _ -> List.of(new Links.Link("Wake it", "http://here/link/a?b=1&c"));

  @BeforeEach
  void start() {
    server.start();
    server.setUser("ada@example.org", "ada", "right");
  }

  @AfterEach
  void stop() {
    server.stop();
    http.close();
  }

  private Sender sender(Smtp.@Nullable Login login, Smtp.Encryption encryption) {
    int port = server.getSmtp().getPort();
    Smtp smtp = new Smtp("127.0.0.1", port, "paastis@example.org", encryption, login);
    return new Senders(http, CLOCK, links).mail(smtp, List.of("ops@example.org"));
  }

  @Test
  void mail_comes_as_text_and_html_with_harmless_names() throws Exception {
    String name = "a\r\nBcc: eve@example.org <script>\"'";

    assertThat(sender(new Smtp.Login("ada", new Secret("right")), NONE).send(Samples.asleep(name)))
        .isInstanceOf(SendOutcome.Delivered.class);

    MimeMessage message = server.getReceivedMessages()[0];
    assertThat(message.getSubject())
        .isEqualTo("[Paastis] a Bcc: eve@example.org <script>\"' fell asleep");
    assertThat(message.getAllRecipients()).hasSize(1);
    assertThat(message.getMessageID())
        .isEqualTo("<msg_00000000-0000-0001-0000-000000000002@paastis>");
    MimeMultipart both = (MimeMultipart) message.getContent();
    assertThat(GreenMailUtil.getBody(both.getBodyPart(0)))
        .contains("idle for 15m", "http://here/link/a?b=1&c");
    assertThat((String) both.getBodyPart(1).getContent())
        .contains("&lt;script&gt;&quot;&#39;", "href=\"http://here/link/a?b=1&amp;c\"")
        .doesNotContain("<script>");
  }

  @Test
  void wrong_password_is_told_without_it() throws Exception {
    SendOutcome outcome =
        sender(new Smtp.Login("ada", new Secret("hunter2")), NONE).send(Samples.asleep("shop"));

    assertThat(outcome.toString()).contains("mail server 127.0.0.1").doesNotContain("hunter2");
    assertThat(outcome).isInstanceOf(SendOutcome.NotNow.class);
  }

  @Test
  void nothing_is_said_in_the_clear_when_the_server_does_not_encrypt() throws Exception {
    SendOutcome outcome =
        sender(new Smtp.Login("ada", new Secret("right")), STARTTLS).send(Samples.asleep("shop"));

    assertThat(outcome).isInstanceOf(SendOutcome.NotNow.class);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void server_that_is_down_is_told() throws Exception {
    Sender sender = sender(null, NONE);
    server.stop();

    assertThat(sender.send(Samples.asleep("shop"))).isInstanceOf(SendOutcome.NotNow.class);
  }
}
