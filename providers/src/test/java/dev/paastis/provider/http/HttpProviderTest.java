// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.http;

import static dev.paastis.provider.http.HttpFixture.OPERATION;
import static dev.paastis.provider.http.HttpFixture.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.app.Formation;
import dev.paastis.app.Upstream;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Rights;
import dev.paastis.schedule.Ticker;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an API of the user's own is asked, and what its answers mean. */
class HttpProviderTest {
  private static final Upstream UPSTREAM = new Upstream("http", "127.0.0.1", 4711);
  private static final Formation FORMATION =
      new Formation(List.of(), Map.of("json", "{\"size\":\"M\",\"web\":2}"));

  private final HttpFixture fixture = new HttpFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void list_tells_apps_with_what_they_are() {
    assertThat(value(fixture.discover()))
        .containsExactly(
            new DiscoveredApp(
                "shop",
                "Shop",
                List.of("shop.example.com"),
                new AppStatus.Running(UPSTREAM, FORMATION),
                Set.of(DiscoveredApp.Trait.REVIEW_APP)));
    assertThat(fixture.api.seen.getFirst().token()).isEqualTo("Bearer " + UserApi.TOKEN);
  }

  @Test
  void credentials_that_are_accepted_show_the_apps() {
    assertThat(value(fixture.provider.rights(HttpFixture.within(HttpFixture.AMPLE))))
        .isEqualTo(new Rights("", 1, List.of()));
  }

  @Test
  void what_slept_wakes_with_the_same_formation() {
    Formation before = value(fixture.stop("shop")).formation();
    assertThat(value(fixture.status("shop"))).isEqualTo(new AppStatus.Stopped(FORMATION));

    assertThat(value(fixture.start("shop", before)))
        .isEqualTo(new AppStatus.Running(UPSTREAM, FORMATION));
    assertThat(fixture.api.seen.getLast().body().path("formation").toString())
        .isEqualTo("{\"size\":\"M\",\"web\":2}");
  }

  @Test
  void formation_changed_while_asleep_is_restored() {
    Formation before = value(fixture.stop("shop")).formation();
    fixture.api.apps.put("shop", new UserApi.App("Shop", "stopped", "{\"web\":9}"));

    assertThat(value(fixture.start("shop", before)).formation()).isEqualTo(FORMATION);
    assertThat(value(fixture.status("shop"))).isEqualTo(new AppStatus.Running(UPSTREAM, FORMATION));
  }

  @Test
  void formation_that_the_api_did_not_restore_is_told() {
    fixture.api.answer(
        200,
        "{\"state\":\"running\",\"upstream\":\"http://127.0.0.1:4711\",\"formation\":{\"a\":1}}");

    assertThat(value(fixture.start("shop", FORMATION)).formation().extras())
        .containsValue("{\"a\":1}");
  }

  @Test
  void order_names_its_operation_twice() {
    value(fixture.start("shop", FORMATION));

    UserApi.Seen order = fixture.api.seen.getLast();
    assertThat(order.key()).isEqualTo(OPERATION.id().toString());
    assertThat(order.body().path("operation").stringValue()).isEqualTo(order.key());
  }

  @Test
  void accepted_orders_are_followed_to_their_end() {
    fixture.api.slow = true;

    assertThat(value(fixture.stop("shop"))).isEqualTo(new AppStatus.Stopped(FORMATION));
    assertThat(value(fixture.start("shop", FORMATION)).upstream()).isEqualTo(UPSTREAM);
    assertThat(fixture.api.orders()).isEqualTo(2);
  }

  @Test
  void stopping_what_is_stopped_is_done() {
    value(fixture.stop("shop"));
    value(fixture.stop("shop"));
  }

  @ParameterizedTest
  @CsvSource({
    "a b/c?d, /apps/a%20b%2Fc%3Fd",
    "ü#1, /apps/%C3%BC%231",
    "{ref}, /apps/%7Bref%7D",
    "a+b%2F, /apps/a%2Bb%252F"
  })
  void reference_is_one_part_of_the_path(String ref, String path) {
    fixture.api.apps.put(ref, new UserApi.App("odd", "stopped", "null"));

    assertThat(value(fixture.status(ref))).isEqualTo(new AppStatus.Stopped(Formation.EMPTY));
    assertThat(fixture.api.seen.getLast().path()).isEqualTo(path);
  }

  @Test
  void readiness_and_host_are_as_set() {
    Map<String, String> texts = fixture.settings();
    texts.put("readiness", "/health");
    texts.put("own-host", "yes");
    try (Provider provider = HttpFixture.open(texts, ApiBudget.UNLIMITED, Ticker.system())) {
      assertThat(provider.readiness("shop").path()).isEqualTo("/health");
      assertThat(provider.readiness("shop").probeSuffices()).isFalse();
      assertThat(value(provider.status("shop", HttpFixture.within(HttpFixture.AMPLE))))
          .isEqualTo(new AppStatus.Running(UPSTREAM.withOwnHost(true), FORMATION));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "status-url, https://ops.example.com/apps",
    "status-url, https://{ref}.example.com/",
    "wake-url, '   https://{ref}.example.com/'",
    "wake-url, ftp://ops.example.com/{ref}",
    "sleep-url, https://me:pw@ops.example.com/{ref}",
    "sleep-url, https://ops.example.com/{ref}#here",
    "sleep-url, /apps/{ref}",
    "list-url, https://ops.example.com/{ref}",
    "list-url, not an address",
    "readiness, health",
    "own-host, perhaps"
  })
  void setting_that_makes_no_sense_is_refused_by_its_name(String setting, String value) {
    Map<String, String> texts = fixture.settings();
    texts.put(setting, value);

    assertThatThrownBy(() -> HttpFixture.open(texts, ApiBudget.UNLIMITED, Ticker.system()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + setting + "'")
        .hasMessageNotContaining("pw");
  }

  @Test
  void kind_is_found_and_tells_what_it_needs() {
    ProviderKind kind =
        ServiceLoader.load(ProviderKind.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.name().equals("http"))
            .findFirst()
            .orElseThrow();

    assertThat(kind.settings())
        .filteredOn(setting -> setting.required())
        .extracting(setting -> setting.name())
        .containsExactly("list-url", "status-url", "wake-url", "sleep-url");
    assertThat(kind.limits()).containsExactly(HttpPlatform.LIMIT);
  }
}
