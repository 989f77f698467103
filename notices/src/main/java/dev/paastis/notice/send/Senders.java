// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import dev.paastis.notice.Delivery;
import dev.paastis.notice.Links;
import dev.paastis.notice.SendOutcome;
import dev.paastis.notice.Sender;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Makes the senders of channels. */
public final class Senders {
  /** How long a receiver may take. */
  public static final Duration TIME = Duration.ofSeconds(15);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpPost http;
  private final InstantSource clock;
  private final Wording wording;
  private final WebhookBody body;

  /** Senders whose messages have those links. */
  public Senders(HttpPost http, InstantSource clock, Links links) {
    this.http = http;
    this.clock = clock;
    this.wording = new Wording(links);
    this.body = new WebhookBody(links);
  }

  /** Posts to an incoming webhook of Slack. */
  public Sender slack(URI url) {
    return chat(url, Chat.SLACK);
  }

  /** Posts to an incoming webhook of Mattermost. */
  public Sender mattermost(URI url) {
    return chat(url, Chat.MATTERMOST);
  }

  /** Posts to a workflow of Microsoft Teams. */
  public Sender teams(URI url) {
    return chat(url, Chat.TEAMS);
  }

  /** Sends mail to those addresses. */
  public Sender mail(Smtp smtp, List<String> to) {
    return new MailSender(smtp, to, wording);
  }

  /** Posts signed JSON. */
  public Sender webhook(URI url, SigningSecrets secrets, Duration time) {
    return delivery -> {
      byte[] json = body.of(delivery);
      Map<String, String> headers = secrets.headers(delivery.messageId(), clock.instant(), json);
      return HttpOutcomes.of(http.post(url, headers, json, time));
    };
  }

  /** Runs a program with the JSON on its input. */
  public Sender command(List<String> command, Duration time) {
    return delivery ->
        switch (CommandRun.run(command, body.of(delivery), time)) {
          case CommandRun.End.Exited(int code, String output) -> ended(code, output);
          case CommandRun.End.Failed(String why) -> new SendOutcome.NotNow(why, null);
        };
  }

  private Sender chat(URI url, Chat chat) {
    return (Delivery delivery) -> {
      byte[] json = JSON.writeValueAsBytes(chat.format(wording.of(delivery)));
      return HttpOutcomes.of(http.post(url, Map.of(), json, TIME));
    };
  }

  private static SendOutcome ended(int code, String output) {
    return code == 0
        ? new SendOutcome.Delivered()
        : new SendOutcome.NotNow(
            "it ended with exit code " + code + " (" + Texts.line(output, 200) + ")", null);
  }
}
