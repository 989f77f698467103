// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Upstream;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Which {@code Host} an app is asked for. */
final class HostTest {
  private static String head(Upstream upstream, RawUpstream app, boolean trusted) {
    List<String> peers = trusted ? List.of("127.0.0.1") : List.of();
    try (TestGateway gateway = new TestGateway(settings -> settings.withTrustedPeers(peers));
        RawClient client = gateway.publish(TestGateway.awakeAt(upstream)).client()) {
      client.get(HOST, "/", "Origin: http://" + HOST, "X-Forwarded-Host: shop.example").read();
      return app.heads().getLast().toLowerCase(Locale.ROOT);
    }
  }

  @Test
  void app_of_its_own_is_asked_for_the_visitors_host() {
    try (RawUpstream app = RawUpstream.answering("ok")) {
      assertThat(head(app.address(), app, false))
          .contains("\r\nhost: " + HOST + "\r\n", "\r\nx-forwarded-host: " + HOST + "\r\n");
    }
  }

  @Test
  void app_behind_a_shared_router_is_asked_for_its_own_host() {
    try (RawUpstream app = RawUpstream.answering("ok")) {
      Upstream own = app.address().withOwnHost(true);

      assertThat(head(own, app, false))
          .contains(
              "\r\nhost: " + own.authority() + "\r\n",
              "\r\nx-forwarded-host: " + HOST + "\r\n",
              "\r\norigin: http://" + own.authority() + "\r\n")
          .doesNotContain("\r\nhost: " + HOST, "shop.example");
    }
  }

  @Test
  void host_that_a_trusted_peer_tells_of_is_passed_on() {
    try (RawUpstream app = RawUpstream.answering("ok")) {
      Upstream own = app.address().withOwnHost(true);

      assertThat(head(own, app, true))
          .contains(
              "\r\nhost: " + own.authority() + "\r\n", "\r\nx-forwarded-host: shop.example\r\n");
    }
  }
}
