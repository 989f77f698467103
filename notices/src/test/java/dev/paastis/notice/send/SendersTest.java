// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import static dev.paastis.notice.send.Samples.asleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.EventType;
import dev.paastis.notice.Delivery;
import dev.paastis.notice.Links;
import dev.paastis.notice.SendOutcome;
import dev.paastis.notice.Sender;
import dev.paastis.provider.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SendersTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Samples.T0);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final SigningSecrets SECRETS =
      SigningSecrets.parse(new Secret("whsec_MfKQ9r8GKYqTwUPD8ILPZIo2LaLwKDkX"));
  private static final String EVIL = "a\"b\nc <script>alert(1)</script> <!channel> @all *x* |";

  private final Receiver receiver;
  private final HttpPost http = new HttpPost(CLOCK);
  private final Links links =
      _ -> List.of(new Links.Link("Wake it", "http://localhost:9080/link/abc"));
  private final Senders senders = new Senders(http, CLOCK, links);

  SendersTest() throws IOException {
    receiver = new Receiver();
  }

  @AfterEach
  void stop() {
    http.close();
    receiver.close();
  }

  private Sender webhook() {
    return senders.webhook(receiver.url("/in"), SECRETS, LONG);
  }

  @Test
  void webhook_is_signed_over_what_is_sent() throws Exception {
    assertThat(webhook().send(asleep("shop"))).isInstanceOf(SendOutcome.Delivered.class);

    Receiver.Received came = receiver.received().getFirst();
    var expected =
        SECRETS.headers(
            "msg_00000000-0000-0001-0000-000000000002",
            Samples.T0,
            came.body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    expected.forEach((name, value) -> assertThat(came.headers().getFirst(name)).isEqualTo(value));
    JsonNode body = json(came.body());
    assertThat(body.path("type").stringValue()).isEqualTo("fell-asleep");
    assertThat(body.path("timestamp").stringValue()).isEqualTo("2026-11-20T10:00:00Z");
    assertThat(body.path("data").path("name").stringValue()).isEqualTo("shop");
    assertThat(body.path("data").path("links").path(0).path("url").stringValue())
        .isEqualTo("http://localhost:9080/link/abc");
  }

  @ParameterizedTest
  @CsvSource({"500", "404", "429", "503", "302"})
  void other_answers_are_tried_again(int status) throws Exception {
    receiver.answers(status, "no");

    assertThat(webhook().send(asleep("shop")))
        .isEqualTo(new SendOutcome.NotNow("it answered " + status + " (no)", null));
  }

  @Test
  void redirect_is_not_followed() throws Exception {
    receiver.answers(307, "").with("Location", receiver.url("/elsewhere").toString());

    assertThat(webhook().send(asleep("shop"))).isInstanceOf(SendOutcome.NotNow.class);
    assertThat(receiver.received()).extracting(Receiver.Received::path).containsExactly("/in");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"120 | PT2M", "Fri, 20 Nov 2026 10:05:00 GMT | PT5M", "soon |"})
  void retry_after_is_respected(String header, Duration wait) throws Exception {
    receiver.answers(429, "").with("Retry-After", header);

    assertThat(webhook().send(asleep("shop")))
        .isEqualTo(new SendOutcome.NotNow("it answered 429", wait));
  }

  @Test
  void gone_is_told_as_gone() throws Exception {
    receiver.answers(410, "");

    assertThat(webhook().send(asleep("shop"))).isEqualTo(new SendOutcome.Gone("it answered 410"));
  }

  @Test
  void hanging_receiver_is_cut_off() throws Exception {
    receiver.hangs();
    Sender sender = senders.webhook(receiver.url("/in"), SECRETS, Duration.ofMillis(200));

    assertThat(sender.send(asleep("shop")))
        .isEqualTo(new SendOutcome.NotNow("localhost did not answer within 200 ms", null));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 500})
  void huge_answer_is_bounded(int status) throws Exception {
    receiver.answers(status, "x".repeat(3_000_000));

    SendOutcome outcome = webhook().send(asleep("shop"));

    assertThat(outcome.toString()).hasSizeLessThan(400);
    assertThat(outcome instanceof SendOutcome.Delivered).isEqualTo(status == 200);
  }

  @Test
  void address_is_a_credential_and_is_not_told() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Sender sender = senders.slack(URI.create("http://localhost:" + closed + "/services/T0/secret"));

    assertThat(sender.send(asleep("shop")).toString())
        .contains("localhost cannot be reached")
        .doesNotContain("secret");
  }

  @Test
  void failed_tls_is_told(@TempDir Path folder) throws Exception {
    try (Receiver untrusted = Receiver.selfSigned(folder)) {
      Sender sender = senders.slack(untrusted.url("/in"));

      assertThat(sender.send(asleep("shop")).toString()).contains("TLS with localhost failed");
      assertThat(untrusted.received()).isEmpty();
    }
  }

  @Test
  void slack_gets_blocks_in_which_nobody_is_called() throws Exception {
    var _ = senders.slack(receiver.url("/in")).send(asleep(EVIL));

    String body = receiver.received().getFirst().body();
    JsonNode message = json(body);
    assertThat(body).doesNotContain("<!channel>", "<script>");
    assertThat(message.path("text").stringValue())
        .isEqualTo(
            "a\"b c &lt;script&gt;alert(1)&lt;/script&gt; &lt;!channel&gt; @all *x* | fell asleep");
    assertThat(message.path("blocks").path(0).path("type").stringValue()).isEqualTo("header");
    assertThat(message.path("blocks").path(1).path("text").path("type").stringValue())
        .isEqualTo("plain_text");
    assertThat(message.path("blocks").path(2).path("text").path("text").stringValue())
        .isEqualTo("<http://localhost:9080/link/abc|Wake it>");
  }

  @Test
  void mattermost_gets_markdown_with_everything_escaped() throws Exception {
    var _ = senders.mattermost(receiver.url("/in")).send(asleep(EVIL));

    String text =
        json(receiver.received().getFirst().body())
            .path("attachments")
            .path(0)
            .path("text")
            .stringValue();
    assertThat(text).contains("\\<\\!channel\\>", "\\*x\\*", "@\u200ball").doesNotContain("<!");
    assertThat(text).endsWith("[Wake it](http://localhost:9080/link/abc)");
  }

  @Test
  void teams_gets_an_adaptive_card_of_runs() throws Exception {
    var _ = senders.teams(receiver.url("/in")).send(asleep(EVIL));

    JsonNode attachment = json(receiver.received().getFirst().body()).path("attachments").path(0);
    assertThat(attachment.path("contentType").stringValue())
        .isEqualTo("application/vnd.microsoft.card.adaptive");
    JsonNode card = attachment.path("content");
    assertThat(card.path("body").path(0).path("type").stringValue()).isEqualTo("RichTextBlock");
    assertThat(card.path("actions").path(0).path("url").stringValue())
        .isEqualTo("http://localhost:9080/link/abc");
  }

  @Test
  void digest_tells_failures_first_and_counts_the_rest() throws Exception {
    var asleep = Samples.notice(EventType.FELL_ASLEEP, "shop");
    var failed = Samples.notice(EventType.WAKE_FAILED, "blog", Map.of("reason", "no memory left"));

    var _ =
        senders
            .slack(receiver.url("/in"))
            .send(Samples.delivery(Delivery.Form.DIGEST, asleep, asleep, failed));

    JsonNode message = json(receiver.received().getFirst().body());
    assertThat(message.path("text").stringValue()).isEqualTo("3 events, 1 failure");
    assertThat(message.path("blocks").path(1).path("text").path("text").stringValue())
        .isEqualTo(
            """
            blog could not be woken: no memory left
            1 × could not be woken: blog
            2 × fell asleep: shop\
            """);
  }

  @Test
  void command_gets_json_and_no_credentials_and_its_exit_code_counts() throws Exception {
    List<String> good = List.of("sh", "-c", "grep -q fell-asleep && test -z \"$PAASTIS_TOKEN\"");
    List<String> bad = List.of("sh", "-c", "echo broken; exit 7");

    assertThat(senders.command(good, LONG).send(asleep("shop")))
        .isInstanceOf(SendOutcome.Delivered.class);
    assertThat(senders.command(bad, LONG).send(asleep("shop")))
        .isEqualTo(new SendOutcome.NotNow("it ended with exit code 7 (broken)", null));
    assertThat(senders.command(List.of("no-such-program"), LONG).send(asleep("shop")).toString())
        .contains("'no-such-program' cannot be run");
  }

  @Test
  void command_that_hangs_is_ended_with_its_children() throws Exception {
    List<String> hangs = List.of("sh", "-c", "sleep 100 & sleep 100");

    assertThat(senders.command(hangs, Duration.ofMillis(300)).send(asleep("shop")))
        .isEqualTo(new SendOutcome.NotNow("it did not end within 300 ms", null));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
