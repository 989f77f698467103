// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.gateway.UpstreamSettings;
import dev.paastis.provider.AddressRule.Judgement;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicHostsTest {
  private final PublicHosts hosts = new PublicHosts();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "[::1]",
        "[fd00::1]",
        "[fe80::1]",
        "[::ffff:10.0.0.1]"
      })
  void what_is_near_is_not_asked(String host) {
    assertThat(hosts.test(URI.create("https://" + host + "/team.ics"))).isFalse();
  }

  @Test
  void what_the_operator_allows_besides_is_asked_and_nothing_else_near() {
    var guard = UpstreamSettings.DEFAULT.withPrivateAddresses("10.1.0.0/16").guard();
    PublicHosts allowed = new PublicHosts(guard);

    assertThat(allowed.test(URI.create("https://10.1.2.3:8443"))).isTrue();
    assertThat(allowed.test(URI.create("https://10.2.2.3:8443"))).isFalse();
  }

  @Test
  void host_without_address_is_no_refusal_but_not_known() {
    URI nowhere = URI.create("https://no-such-host.invalid");

    assertThat(hosts.judge(nowhere)).isEqualTo(Judgement.UNKNOWN);
    assertThat(hosts.test(nowhere)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"93.184.216.34", "100.128.0.1", "[2606:2800:220:1::1]"})
  void what_is_on_the_internet_is(String host) {
    assertThat(hosts.test(URI.create("https://" + host + "/team.ics"))).isTrue();
  }
}
