// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Upstream;
import java.net.URI;
import org.junit.jupiter.api.Test;

final class SharedRouterTest {
  private final SharedRouter emulated = new SharedRouter(URI.create("http://127.0.0.1:4001"));

  @Test
  void upstream_always_carries_its_own_host() {
    assertThat(SharedRouter.OF_VENDOR.app("shop.example.app"))
        .isEqualTo(new Upstream("https", "shop.example.app", 443, true));
    assertThat(SharedRouter.OF_VENDOR.appAt("http://shop.example.app/"))
        .contains(new Upstream("http", "shop.example.app", 80, true));
    assertThat(SharedRouter.OF_VENDOR.appAt("https://shop.example.app:8443"))
        .contains(new Upstream("https", "shop.example.app", 8443, true));
  }

  @Test
  void behind_an_emulator_a_host_stays_on_this_machine() {
    Upstream upstream = new Upstream("http", "shop.example.app.localhost", 4001, true);

    assertThat(emulated.app("shop.example.app")).isEqualTo(upstream);
    assertThat(emulated.appAt("https://shop.example.app/")).contains(upstream);
    assertThat(emulated.appAt(upstream.toString())).contains(upstream);
    assertThat(upstream.authority()).isEqualTo("shop.example.app.localhost:4001");
  }

  @Test
  void what_is_no_address_leads_nowhere() {
    assertThat(SharedRouter.OF_VENDOR.appAt("")).isEmpty();
    assertThat(SharedRouter.OF_VENDOR.appAt("://")).isEmpty();
    assertThat(SharedRouter.OF_VENDOR.appAt("ssh://git@shop.example.app")).isEmpty();
    assertThat(SharedRouter.OF_VENDOR.appAt("https://*.shop.example.app/")).isEmpty();
    assertThat(SharedRouter.OF_VENDOR.appAt("shop-x1y2:10000")).isEmpty();
  }
}
