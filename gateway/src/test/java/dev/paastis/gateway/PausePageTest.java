// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Cause;
import dev.paastis.wake.WakeOutcome;
import dev.paastis.wake.Wakes;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What visitors get of an app that a window pauses, and what a click does. */
final class PausePageTest {
  private static final String NAVIGATE = "Sec-Fetch-Mode: navigate";
  private static final String CLICK = "/.well-known/paastis/wake";
  private static final String OWN = "Sec-Fetch-Site: same-origin";
  private static final ZonedDateTime MONDAY =
      ZonedDateTime.of(2026, 11, 23, 7, 0, 0, 0, ZoneId.of("Europe/Paris"));

  private final TestGateway gateway = new TestGateway().asleep();

  @AfterEach
  void close() {
    gateway.close();
  }

  private static WakeOutcome.NotNow notNow(WakeOutcome.Reason reason, Duration left) {
    return new WakeOutcome.NotNow(reason, "paused by window nights: weekend", left, MONDAY);
  }

  private static WakeOutcome.NotNow refusing() {
    return notNow(WakeOutcome.Reason.PAUSED, Duration.ofHours(11).minusMinutes(3));
  }

  private static WakeOutcome.NotNow asking() {
    return notNow(WakeOutcome.Reason.CLICK, Duration.ofHours(11));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en|hello is paused|Until|Monday 23 November, 07:00|in 11 h",
        "fr|hello est en pause|Jusqu’au|lundi 23 novembre, 07:00|dans 11 h",
        "es|hello está en pausa|Hasta el|lunes 23 de noviembre, 07:00|dentro de 11 h"
      })
  void browser_is_told_until_when_the_app_is_paused(
      String language, String title, String label, String time, String left) {
    try (RawClient client = gateway.paused(refusing()).client()) {
      RawClient.Response page =
          client.get(HOST, "/cart", NAVIGATE, "Accept-Language: " + language).read();

      assertThat(page.status()).isEqualTo(503);
      assertThat(page.header("retry-after")).isEqualTo("39420");
      assertThat(page.header("x-paastis-state")).isEqualTo("app-paused");
      assertThat(page.header("content-security-policy"))
          .contains("form-action 'none'", "script-src 'sha256-")
          .doesNotContain("unsafe");
      assertThat(page.body())
          .contains(title, label, time, left, "Europe/Paris")
          .contains("datetime=\"2026-11-23T06:00:00Z\"")
          .doesNotContain("<form", "{{");
      assertThat(gateway.wakes()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"PT1M, in 1 min", "PT89M, in 89 min", "PT100M, in 2 h", "PT60H, in 3 days"})
  void time_left_is_told_in_the_unit_that_people_use(Duration left, String words) {
    try (RawClient client = gateway.paused(notNow(WakeOutcome.Reason.PAUSED, left)).client()) {
      assertThat(client.get(HOST, "/", NAVIGATE).read().body()).contains(words);
    }
  }

  @Test
  void pause_without_an_end_names_none() {
    var open = new WakeOutcome.NotNow(WakeOutcome.Reason.PAUSED, "closed", Duration.ofDays(1));
    try (RawClient client = gateway.paused(open).client()) {
      assertThat(client.get(HOST, "/", NAVIGATE).read().body())
          .contains("Until the schedule is changed")
          .doesNotContain("in 1 day");
    }
  }

  @Test
  void program_is_told_by_code_and_when_to_come_back_within_a_day() {
    var weekend = notNow(WakeOutcome.Reason.PAUSED, Duration.ofDays(3));
    try (RawClient client = gateway.paused(weekend).client()) {
      RawClient.Response json = client.get(HOST, "/api").read();

      assertThat(json.status()).isEqualTo(503);
      assertThat(json.header("content-type")).isEqualTo("application/problem+json");
      assertThat(json.header("retry-after")).isEqualTo("86400");
      assertThat(json.body())
          .contains("\"code\":\"app-paused\"", "\"until\":\"2026-11-23T06:00:00Z\"");
      assertThat(gateway.wakes()).isEmpty();
      assertThat(gateway.waiting()).isZero();
    }
  }

  @Test
  void browser_is_asked_for_a_click_and_a_program_is_told_so() {
    try (RawClient client = gateway.paused(asking()).client()) {
      RawClient.Response page = client.get(HOST, "/cart?id=1&x=a%20b", NAVIGATE).read();
      RawClient.Response json = client.get(HOST, "/cart").read();

      assertThat(page.status()).isEqualTo(503);
      assertThat(page.header("content-security-policy"))
          .contains("form-action 'self'", "frame-ancestors 'self'");
      assertThat(page.body())
          .contains("method=\"post\"", "Wake it now")
          .contains("action=\"" + CLICK + "?to=%2Fcart%3Fid%3D1%26x%3Da%2520b\"");
      assertThat(json.status()).isEqualTo(503);
      assertThat(json.body()).contains("\"code\":\"click-needed\"");
      assertThat(gateway.wakes()).isEmpty();
    }
  }

  @Test
  void click_wakes_and_leads_back_through_the_waiting_page() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.paused(asking()).client()) {
      client.get(HOST, "/", NAVIGATE).read();
      RawClient.Response clicked =
          post(client, CLICK + "?to=%2Fcart%3Fid%3D1%26x%3Da%2520b", OWN, NAVIGATE).read();

      assertThat(clicked.status()).isEqualTo(303);
      assertThat(clicked.header("location")).isEqualTo("/cart?id=1&x=a%20b");
      assertThat(client.get(HOST, "/cart?id=1&x=a%20b", NAVIGATE).read().body())
          .contains("hello is waking up");
      await().until(() -> gateway.wakes().size() == 1);
      Cause cause = gateway.wakes().getFirst();
      assertThat(cause.kind()).isEqualTo(Cause.Kind.REQUEST);
      assertThat(cause.details()).containsKey(Wakes.CLICKED).containsEntry("path", "/cart");

      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));
      await()
          .untilAsserted(
              () -> assertThat(client.get(HOST, "/cart", NAVIGATE).read().body()).isEqualTo("hi"));
    }
  }

  @Test
  void click_is_not_answered_from_the_memory_of_a_refusal() {
    try (RawClient client = gateway.pausedFarAway(asking()).client()) {
      assertThat(client.get(HOST, "/").read().body()).contains("click-needed");
      assertThat(client.get(HOST, "/", NAVIGATE).read().body()).contains("Wake it now");

      assertThat(post(client, CLICK + "?to=%2F", OWN).read().status()).isEqualTo(303);
      assertThat(client.get(HOST, "/", NAVIGATE).read().body()).contains("hello is waking up");
      await().until(() -> gateway.wakes().size() == 2);
      assertThat(gateway.wakes().getLast().details()).containsKey(Wakes.CLICKED);
    }
  }

  @Test
  void click_does_not_help_where_the_window_refuses() {
    try (RawClient client = gateway.paused(refusing()).client()) {
      RawClient.Response page = post(client, CLICK + "?to=%2Fcart", OWN, NAVIGATE).read();

      assertThat(page.status()).isEqualTo(503);
      assertThat(page.body()).contains("hello is paused").doesNotContain("<form");
      assertThat(gateway.wakes()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: none",
        "Origin: https://evil.example",
        "Origin: null",
        "Accept: */*",
        "Sec-Fetch-Site: same-origin\r\nSec-Purpose: prefetch;prerender",
        "Sec-Fetch-Site: same-origin\r\nPurpose: prefetch",
        "Sec-Fetch-Site: cross-site\r\nOrigin: http://hello.localhost"
      })
  void nobody_else_can_click(String headers) {
    try (RawClient client = gateway.paused(asking()).client()) {
      RawClient.Response response = post(client, CLICK + "?to=%2F", headers).read();

      assertThat(response.status()).isEqualTo(403);
      assertThat(response.body()).contains("foreign-click");
      assertThat(gateway.wakes()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://hello.localhost", "https://HELLO.localhost"})
  void browser_without_fetch_metadata_proves_by_its_origin(String origin) {
    try (RawClient client = gateway.paused(asking()).client()) {
      assertThat(post(client, CLICK + "?to=%2F", "Origin: " + origin).read().status())
          .isEqualTo(303);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void reading_the_path_of_the_click_never_wakes(String method) {
    try (RawClient client = gateway.paused(asking()).client()) {
      client.send(
          method
              + " "
              + CLICK
              + "?to=%2F HTTP/1.1\r\nHost: "
              + HOST
              + "\r\n"
              + OWN
              + "\r\n"
              + NAVIGATE
              + "\r\n\r\n");

      assertThat(client.readHead().status()).isEqualTo(405);
      assertThat(gateway.wakes()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?to=https%3A%2F%2Fevil.example",
        "?to=%2F%2Fevil.example",
        "?to=%2F%5Cevil.example",
        "?to=%2F%09%2Fevil.example",
        "?to=%2Fa%0D%0ASet-Cookie%3A%20a%3Db",
        "?to=%2F.well-known%2Fpaastis%2Fwake"
      })
  void click_leads_nowhere_but_to_a_page_of_the_same_host(String query) {
    try (RawClient client = gateway.paused(asking()).client()) {
      RawClient.Response response = post(client, CLICK + query, OWN).read();

      assertThat(response.header("location")).isEqualTo("/");
      assertThat(response.headers()).doesNotContainKey("set-cookie");
    }
  }

  @Test
  void monitor_cannot_click() {
    try (RawClient client = gateway.paused(asking()).client()) {
      assertThat(post(client, CLICK, OWN, "User-Agent: UptimeRobot/2.0").read().status())
          .isEqualTo(200);
      assertThat(gateway.wakes()).isEmpty();
    }
  }

  @Test
  void path_of_the_click_belongs_to_the_app_while_it_is_awake() {
    try (RawUpstream app = RawUpstream.answering("mine");
        RawClient client = gateway.awake(app).client()) {
      assertThat(post(client, CLICK, OWN).read().body()).isEqualTo("mine");
    }
  }

  @Test
  void cause_of_a_wake_names_the_referring_host_and_no_more() {
    try (RawClient client = gateway.client()) {
      client.get(HOST, "/", NAVIGATE, "Referer: https://wiki.example/secret?t=1").read();

      await().until(() -> gateway.wakes().size() == 1);
      assertThat(gateway.wakes().getFirst().details())
          .containsEntry("referrer", "wiki.example")
          .containsEntry("address", "127.0.0.1");
    }
  }

  @Test
  void cause_of_a_wake_names_whom_a_trusted_proxy_asks_for() {
    try (TestGateway behind =
            new TestGateway(s -> s.withTrustedPeers(List.of("127.0.0.1", "10.0.0.0/8"))).asleep();
        RawClient client = behind.client()) {
      client.get(HOST, "/", NAVIGATE, "X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.1.2.3").read();

      await().until(() -> behind.wakes().size() == 1);
      assertThat(behind.wakes().getFirst().details()).containsEntry("address", "203.0.113.9");
    }
  }

  private static RawClient post(RawClient client, String path, String... headers) {
    return client.send(
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\n%s\r\n\r\n"
            .formatted(path, HOST, String.join("\r\n", headers)));
  }
}
