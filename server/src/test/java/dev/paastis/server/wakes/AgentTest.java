// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wakes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

final class AgentTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "curl/8.5.0|curl",
        "Go-http-client/1.1|Go-http-client",
        "python-requests/2.32.3|python-requests",
        "Mozilla/5.0 (compatible; AcmeProbe/2.0; +https://acme.example/probe)|AcmeProbe",
        "Mozilla/5.0+(compatible; NewWatcher/1.0)|NewWatcher",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " HeadlessChrome/120.0.0.0 Safari/537.36|HeadlessChrome",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; FooBot/1.0) Chrome/116"
            + "|FooBot"
      })
  void machine_is_known_by_its_product(String text, String product) {
    assertThat(Agent.of(text)).isEqualTo(new Agent(product, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0|Firefox",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/142.0.0.0 Safari/537.36|Chrome",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0|Edge",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            + " Version/26.0 Safari/605.1.15|Safari",
        "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1)|MSIE",
        "Opera/9.80 (Windows NT 6.0) Presto/2.12.388|Opera",
        "Lynx/2.9.0 libwww-FM/2.14|Lynx",
        "Mozilla/5.0|Mozilla",
        "Chrome/142|Chrome",
        "app|app",
        "x|x"
      })
  void what_people_may_browse_with_counts_as_a_browser(String text, String product) {
    Agent agent = Agent.of(text);

    assertThat(agent.browser()).isTrue();
    assertThat(agent.product()).isEqualTo(product);
  }

  @ParameterizedTest
  @NullAndEmptySource
  void nothing_said_may_be_anybody(String text) {
    assertThat(Agent.of(text)).isEqualTo(new Agent("none", true));
  }

  @Test
  void name_of_a_machine_is_part_of_its_agent() {
    String text = "Mozilla/5.0 (compatible; AcmeProbe/2.0)";

    assertThat(text.toLowerCase(java.util.Locale.ROOT)).contains(Agent.of(text).needle());
  }
}
