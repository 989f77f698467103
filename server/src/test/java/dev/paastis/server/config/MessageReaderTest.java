// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paastis.app.EventType;
import dev.paastis.notice.ChannelKind;
import dev.paastis.notice.Filter;
import dev.paastis.notice.hook.Hook;
import dev.paastis.notice.hook.Hook.Moment;
import dev.paastis.notice.send.Smtp;
import dev.paastis.server.config.Messages.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageReaderTest {
  private static final Path FILE = Path.of("/srv/paastis/paastis.yml");
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "SLACK", "https://hooks.slack.com/services/T0/B0/hidden",
          "SIGNING", "whsec_MfKQ9r8GKYqTwUPD8ILPZIo2LaLwKDkX",
          "SMTP_PASSWORD", "hidden",
          "NOT_AN_ADDRESS", "hidden");

  private static Messages read(String text) {
    return ConfigurationReader.parse(FILE, text, ENVIRONMENT, new HolidaysOnly()).messages();
  }

  private static List<String> problems(String text) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(text)).problems();
  }

  @Test
  void hooks_and_channels_are_read() {
    Messages messages =
        read(
            """
            console: {url: "https://paastis.example.org"}
            smtp: {host: mail.example.org, user: paastis, password: "${SMTP_PASSWORD}", from: paastis@example.org}
            notifications:
              - {name: ops, kind: slack, url: "${SLACK}", apps: "shop-.*", digest: 1h}
              - {name: boss, kind: email, to: [boss@example.org], events: [wake-failed, crashed]}
              - {name: robot, kind: webhook, url: "https://robot.example.org/in", secret: "${SIGNING}"}
            hooks:
              - {name: jobs, on: [before-sleep, after-sleep], url: "https://jobs.example.org/busy", secret: "${SIGNING}", timeout: 3s, on-failure: veto}
              - {name: warm, on: [before-wake], command: [./warm, --now], wait: true}
            """);

    assertThat(messages.consoleUrl()).contains("https://paastis.example.org");
    assertThat(messages.channels())
        .extracting(entry -> entry.channel().kind())
        .containsExactly(ChannelKind.SLACK, ChannelKind.EMAIL, ChannelKind.WEBHOOK);
    assertThat(messages.channels().get(0).channel().digest()).isEqualTo(Duration.ofHours(1));
    assertThat(messages.channels().get(0).channel().filter().events()).isEqualTo(Filter.USUAL);
    assertThat(messages.channels().get(1).channel().filter().events())
        .containsExactlyInAnyOrder(EventType.WAKE_FAILED, EventType.CRASHED);
    assertThat(messages.channels().get(1).address()).isInstanceOf(Address.Mail.class);
    Hook jobs = messages.hooks().get(0);
    assertThat(jobs.on()).containsExactlyInAnyOrder(Moment.BEFORE_SLEEP, Moment.AFTER_SLEEP);
    assertThat(jobs.limits())
        .isEqualTo(new Hook.Limits(Duration.ofSeconds(3), Duration.ofSeconds(3), true, false));
    assertThat(messages.hooks().get(1).limits())
        .isEqualTo(new Hook.Limits(Duration.ofSeconds(5), Duration.ofSeconds(1), false, true));
    assertThat(messages.toString()).doesNotContain("hidden");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "hooks: [{name: h, on: [sometimes], command: [x]}] | hooks[0].on: 'sometimes' is not known; allowed: after-sleep, after-wake, before-sleep, before-wake",
        "hooks: [{name: h, command: [x]}] | hooks[0].on: is missing",
        "hooks: [{name: h, on: [after-wake]}] | hooks[0].url: a hook has either url with secret, or command; write one",
        "hooks: [{name: h, on: [after-wake], command: [x], timeout: 2m}] | hooks[0].timeout: must be at most 60s",
        "hooks: [{name: h, on: [after-wake], command: [x], on-failure: panic}] | hooks[0].on-failure: 'panic' is not known; allowed: proceed, veto",
        "hooks: [{name: h, on: [after-wake], url: `https://a`, secret: whsec_abc}] | hooks[0].secret: is a credential",
        "hooks: [{name: h, on: [after-wake], url: `https://a`, secret: `${SLACK}`}] | hooks[0].secret: must be a signing secret",
        "hooks: [{name: h, on: [after-wake], command: [x], apps: `(`}] | hooks[0].apps: is not a regular expression",
        "notifications: [{name: n, kind: pigeon}] | notifications[0].kind: 'pigeon' is not known; allowed: email, mattermost, slack, teams, webhook",
        "notifications: [{name: n, kind: slack, url: `https://hooks.slack.com/services/T0/B0/hidden`}] | notifications[0].url: is a credential",
        "notifications: [{name: n, kind: slack, url: `${NOT_AN_ADDRESS}`}] | notifications[0].url: must be an address",
        "notifications: [{name: n, kind: slack, url: `${NOWHERE}`}] | notifications[0].url: the environment variable NOWHERE is not set",
        "notifications: [{name: n, kind: slack, url: `${SLACK}`, events: [lunch]}] | notifications[0].events: 'lunch' is not known; allowed: account-accepted",
        "notifications: [{name: n, kind: slack, url: `${SLACK}`, digest: 8d}] | notifications[0].digest: must be at most 7d",
        "notifications: [{name: n, kind: email, to: [a@b]}] | notifications[0].kind: 'email' needs the file's smtp section",
        "smtp: {host: h, from: nobody} | smtp.from: 'nobody' is not a mail address",
        "smtp: {host: h, from: a@b, user: u} | smtp.password: is missing; the two go together",
        "smtp: {host: h, from: a@b, tls: true, starttls: true} | smtp.starttls: has no meaning with tls",
        "console: {url: `ftp://a`} | console.url: must be an address"
      })
  void mistake_is_told_with_line_key_and_rule(String text, String problem) {
    String yaml = text.replace('`', '"');

    assertThat(problems(yaml))
        .anySatisfy(told -> assertThat(told).startsWith("paastis.yml:1: " + problem))
        .noneMatch(told -> told.contains("hidden"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 587, STARTTLS",
    "'tls: true', 465, TLS",
    "'tls: true, port: 4650', 4650, TLS",
    "'starttls: false, port: 25', 25, NONE"
  })
  void mail_is_encrypted_as_the_file_says(String said, int port, Smtp.Encryption encryption) {
    String smtp = "smtp: {host: h, from: a@b.example" + (said.isEmpty() ? "" : ", " + said) + "}\n";
    Messages messages = read(smtp + "notifications: [{name: n, kind: email, to: [a@b.example]}]");

    assertThat(messages.channels().getFirst().address())
        .isEqualTo(
            new Messages.Address.Mail(
                new Smtp("h", port, "a@b.example", encryption, null), List.of("a@b.example")));
  }

  @Test
  void names_are_unique() {
    assertThat(
            problems(
                """
                hooks:
                  - {name: h, on: [after-wake], command: [x]}
                  - {name: h, on: [after-wake], command: [y]}
                """))
        .containsExactly("paastis.yml:3: hooks[1].name: 'h' is the name of another hook already");
  }
}
