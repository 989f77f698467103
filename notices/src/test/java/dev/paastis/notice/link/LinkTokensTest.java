// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.EventType;
import dev.paastis.notice.Delivery;
import dev.paastis.notice.link.LinkTokens.Action;
import dev.paastis.notice.link.LinkTokens.Ticket;
import dev.paastis.notice.send.Samples;
import dev.paastis.provider.Secret;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class LinkTokensTest {
  private final LinkTokens links = tokens((byte) 1);

  private static LinkTokens tokens(byte seed) {
    byte[] key = new byte[32];
    key[0] = seed;
    return new LinkTokens(
        new Secret(Base64.getEncoder().encodeToString(key)), () -> "https://paastis.example.org/");
  }

  @Test
  void message_about_a_sleep_wakes_or_pins_that_app_for_a_day() {
    Delivery asleep = Samples.asleep("shop");

    assertThat(links.of(asleep))
        .hasSize(2)
        .allSatisfy(link -> {
          assertThat(link.url()).startsWith("https://paastis.example.org/link/");
          Ticket ticket = links.read(token(link.url())).orElseThrow();
          assertThat(ticket.app()).isEqualTo(Samples.APP);
          assertThat(ticket.expiresAt()).isEqualTo(Samples.T0.plus(Duration.ofHours(24)));
        });
    assertThat(links.of(asleep)).isEqualTo(links.of(asleep)); // the same on every try
  }

  @Test
  void summary_and_news_of_accounts_have_no_links() {
    assertThat(
            links.of(
                Samples.delivery(
                    Delivery.Form.DIGEST, Samples.notice(EventType.FELL_ASLEEP, "shop"))))
        .isEmpty();
    assertThat(
            links.of(
                Samples.delivery(
                    Delivery.Form.EVENT, Samples.notice(EventType.ACCOUNT_REFUSED, "shop"))))
        .isEmpty();
  }

  @Test
  void link_of_another_key_and_every_changed_character_are_refused() {
    String token = token(links.of(Samples.asleep("shop")).getFirst().url());

    assertThat(tokens((byte) 2).read(token)).isEmpty();
    for (int i = 0; i < token.length() - 1; i++) {
      String changed =
          token.substring(0, i) + (token.charAt(i) == 'A' ? 'B' : 'A') + token.substring(i + 1);
      assertThat(links.read(changed)).as("character %d", i).isEmpty();
    }
    assertThat(links.read("")).isEmpty();
    assertThat(links.read("%%%")).isEmpty();
  }

  @Test
  void ticket_survives_the_way() {
    Ticket ticket =
        new Ticket(new java.util.UUID(3, 4), Action.PIN, Samples.APP, Samples.T0.plusSeconds(9));

    assertThat(links.read(links.token(ticket))).contains(ticket);
  }

  private static String token(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
