// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:3000",
        "http://[::1]:3000",
        "http://10.0.0.7:80#own-host",
        "https://shop.example.com:443",
        "https://shop.example.com:443#visitors-host"
      })
  void text_is_read_as_it_is_written(String text) {
    assertThat(Upstream.parse(text)).hasToString(text);
  }

  @Test
  void shared_router_of_a_platform_gets_its_own_host_and_a_process_the_visitors() {
    assertThat(Upstream.parse("https://shop.example.com:443").ownHost()).isTrue();
    assertThat(Upstream.parse("http://127.0.0.1:3000").ownHost()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://shop.example.com:443", "http://shop.example.com:80"})
  void authority_leaves_the_usual_port_out(String text) {
    assertThat(Upstream.parse(text).authority()).isEqualTo("shop.example.com");
  }

  @Test
  void authority_names_any_other_port() {
    assertThat(Upstream.parse("http://[::1]:3000").authority()).isEqualTo("[::1]:3000");
  }
}
