// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.wake.WakeEstimate;
import dev.paastis.wake.WakeOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a browser sees of an app that is not awake, and what ignored visitors get. */
final class PageTest {
  private static final String NAVIGATE = "Sec-Fetch-Mode: navigate";
  private static final WakeEstimate NINE_SECONDS =
      new WakeEstimate(Duration.ofSeconds(9), Duration.ofSeconds(14), 5);

  private final TestGateway gateway = new TestGateway().asleep(NINE_SECONDS);

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void browser_gets_the_waiting_page_at_once_and_wakes_the_app() {
    try (RawClient client = gateway.client()) {
      RawClient.Response response = client.get(HOST, "/cart?id=1", NAVIGATE).read();

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.header("cache-control")).isEqualTo("no-store");
      assertThat(response.header("x-robots-tag")).isEqualTo("noindex");
      assertThat(response.header("content-security-policy"))
          .startsWith("default-src 'none'")
          .contains("script-src 'sha256-", "style-src 'sha256-")
          .doesNotContain("unsafe");
      assertThat(response.body())
          .contains("hello is waking up", "Usually 9 s, at most 14 s", "role=\"progressbar\"")
          .contains("aria-live=\"polite\"", "<noscript><meta http-equiv=\"refresh\"")
          .contains("prefers-color-scheme:dark", "prefers-reduced-motion")
          .doesNotContain("{{", "http://", "https://");
      await().until(() -> gateway.wakes().size() == 1);
    }
  }

  @Test
  void app_without_history_says_so() {
    try (RawClient client = gateway.asleep().client()) {
      assertThat(client.get(HOST, "/", NAVIGATE).read().body()).contains("not known yet");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr-CH, fr;q=0.9, en;q=0.8|se réveille",
        "en;q=0.3, es;q=0.7|se está despertando",
        "de, pt;q=0.9|is waking up",
        "fr;q=0, es;q=x|is waking up",
        "es-MX|se está despertando",
      })
  void page_speaks_the_language_that_is_asked_for(String languages, String words) {
    try (RawClient client = gateway.client()) {
      assertThat(client.get(HOST, "/", NAVIGATE, "Accept-Language: " + languages).read().body())
          .contains(words);
    }
  }

  @Test
  void fetch_by_a_page_is_held_and_not_given_a_page() {
    try (RawUpstream app = RawUpstream.answering("data");
        RawClient client = gateway.client()) {
      client.get(HOST, "/", "Sec-Fetch-Mode: cors", "Accept: text/html");
      await().until(() -> gateway.waiting() == 1);
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));

      assertThat(client.read().body()).isEqualTo("data");
    }
  }

  @Test
  void status_stream_follows_the_wake_to_its_end() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient page = gateway.client();
        RawClient events = gateway.client()) {
      page.get(HOST, "/", "Accept: text/html").read();
      events.get(HOST, "/.well-known/paastis/status", "Accept: text/event-stream");
      assertThat(events.readEventHead())
          .containsEntry("content-type", "text/event-stream; charset=utf-8");
      assertThat(events.line()).contains("\"state\":\"waking\"", "\"usualMillis\":9000");
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));

      assertThat(new String(events.toEnd(), StandardCharsets.UTF_8))
          .contains("\"state\":\"ready\"");
      assertThat(page.get(HOST, "/", "Accept: text/html").read().body()).isEqualTo("hi");
    }
  }

  @Test
  void status_is_plain_json_for_programs_and_does_not_wake() {
    try (RawClient client = gateway.client()) {
      RawClient.Response response = client.get(HOST, "/.well-known/paastis/status").read();

      assertThat(response.header("content-type")).isEqualTo("application/json");
      assertThat(response.body()).contains("\"state\":\"asleep\"");
      assertThat(gateway.wakes()).isEmpty();
    }
  }

  @Test
  void status_path_belongs_to_the_app_while_it_is_awake() {
    try (RawUpstream app = RawUpstream.answering("mine");
        RawClient client = gateway.awake(app).client()) {
      assertThat(client.get(HOST, "/.well-known/paastis/status").read().body()).isEqualTo("mine");
    }
  }

  @Test
  void failure_is_shown_after_a_plain_refresh_and_does_not_start_again() {
    try (RawClient client = gateway.client()) {
      client.get(HOST, "/", NAVIGATE).read();
      gateway.wakesEnd(
          new WakeOutcome.Failed(WakeOutcome.Failure.CRASHED, "exit code 1: <script>x</script>"));
      await()
          .untilAsserted(
              () -> assertThat(client.get(HOST, "/", NAVIGATE).read().status()).isEqualTo(504));
      RawClient.Response page = client.get(HOST, "/", NAVIGATE).read();

      assertThat(page.header("content-type")).startsWith("text/html");
      assertThat(page.body())
          .contains("exit code 1: &lt;script&gt;x&lt;/script&gt;", "Try again", "wake-crashed")
          .doesNotContain("<script>");
      assertThat(gateway.wakes()).hasSize(1);
    }
  }

  @Test
  void unknown_host_is_404_and_names_no_app() {
    try (RawClient client = gateway.client()) {
      RawClient.Response json = client.get("nobody.localhost", "/").read();
      RawClient.Response page =
          client.get("<b>.localhost".replaceAll("[<>]", ""), "/", NAVIGATE).read();

      assertThat(json.status()).isEqualTo(404);
      assertThat(json.body()).contains("Paastis gateway", "unknown-host").doesNotContain("hello");
      assertThat(page.status()).isEqualTo(404);
      assertThat(page.body()).contains("Paastis gateway").doesNotContain("hello");
    }
  }

  @Test
  void hosts_are_found_in_any_case_with_port_and_final_dot() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      assertThat(client.get("HELLO.localhost:8080", "/").read().body()).isEqualTo("hi");
      assertThat(client.get("hello.localhost.", "/").read().body()).isEqualTo("hi");
      assertThat(client.get("www.Hello.example:1", "/").read().body()).isEqualTo("hi");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/, Mozilla/5.0 (compatible; Googlebot/2.1), 503",
    "/, UptimeRobot/2.0, 200",
    "/favicon.ico, Mozilla/5.0, 204",
    "/apple-touch-icon-120x120.png, Mozilla/5.0, 204"
  })
  void ignored_visitors_do_not_wake(String path, String agent, int status) {
    try (RawClient client = gateway.client()) {
      RawClient.Response response = client.get(HOST, path, "User-Agent: " + agent).read();

      assertThat(response.status()).isEqualTo(status);
      assertThat(response.header("retry-after")).isEqualTo(status == 503 ? "3600" : "");
      assertThat(gateway.wakes()).isEmpty();
      if (status == 200) {
        assertThat(response.body()).isEqualTo("{\"status\":\"asleep\",\"app\":\"hello\"}\n");
      }
    }
  }

  @Test
  void ignored_visitors_of_an_awake_app_are_served_and_do_not_count() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      assertThat(client.get(HOST, "/", "User-Agent: UptimeRobot/2.0").read().body())
          .isEqualTo("hi");
      assertThat(gateway.server().activity(gateway.id()).lastActivity()).isNull();
      assertThat(gateway.server().drainActivity()).isEmpty();

      client.get(HOST, "/").read();
      assertThat(gateway.server().activity(gateway.id()).lastActivity()).isNotNull();
      assertThat(gateway.server().drainActivity()).containsOnlyKeys(gateway.id());
      assertThat(gateway.server().drainActivity()).isEmpty();
    }
  }
}
