// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.http;

import static dev.paastis.provider.http.HttpFixture.OPERATION;
import static dev.paastis.provider.http.HttpFixture.refusal;
import static dev.paastis.provider.http.HttpFixture.unknown;
import static dev.paastis.provider.http.HttpFixture.value;
import static dev.paastis.provider.http.HttpFixture.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.budget.AccountBudget;
import dev.paastis.budget.MemoryBuckets;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user's API may answer instead of doing what it was asked. */
class HttpFaultsTest {
  private static final Duration SHORT = Duration.ofMillis(700);

  private final HttpFixture fixture = new HttpFixture();
  private final UserApi api = fixture.api;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void revoked_token_is_told_without_the_token() {
    api.revoked = true;

    Refusal refusal = refusal(fixture.discover());
    assertThat(refusal)
        .isEqualTo(
            new Refusal(
                Refusal.Kind.UNAUTHORIZED,
                "the API says: Unauthorized: no such token; its token is missing, wrong or"
                    + " revoked: give the account a new one"));
    assertThat(refusal(fixture.status("shop")).kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED);
    assertThat(refusal(fixture.stop("shop")).kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED);
    assertThat(refusal(fixture.start("shop", Formation.EMPTY)).kind())
        .isEqualTo(Refusal.Kind.UNAUTHORIZED);
  }

  @Test
  void token_revoked_after_an_order_was_accepted_leaves_the_order_unknown() {
    api.answer(202, "");
    api.answer(401, "{}");

    assertThat(unknown(fixture.stop("shop")))
        .startsWith("the order to put to sleep app 'shop' was accepted, but then its status was");
  }

  @Test
  void too_many_calls_are_told_with_the_wait_where_it_is_known() {
    api.answer(429, "Retry-After", "7");
    assertThat(refusal(fixture.stop("shop")))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.RATE_LIMITED,
                "app 'shop': the API answered with status 429; too many calls, try again after 7"));
    api.answer(429, "");
    assertThat(refusal(fixture.stop("shop")).message()).endsWith("try again later");
    value(fixture.stop("shop"));
  }

  @Test
  void request_refused_as_one_too_many_is_sent_again_when_the_api_allows() {
    try (HttpFixture paced = new HttpFixture(budget())) {
      paced.api.answer(429, "Retry-After", "1");
      paced.api.answer(429, "Retry-After", "0");

      value(paced.start("shop", Formation.EMPTY));
      assertThat(paced.api.orders()).isEqualTo(3);
      assertThat(paced.api.seen).extracting(UserApi.Seen::key).containsOnly(operation());
    }
  }

  @Test
  void pause_longer_than_the_call_ends_it_at_once() {
    try (HttpFixture paced = new HttpFixture(budget())) {
      paced.api.answer(429, "Retry-After", "600");

      assertThat(refusal(paced.stop("shop")).kind()).isEqualTo(Refusal.Kind.RATE_LIMITED);
      assertThat(refusal(paced.stop("shop")).message()).contains("budget is used up");
      assertThat(paced.api.orders()).isEqualTo(1);
    }
  }

  @Test
  void too_many_questions_do_not_end_an_accepted_order() {
    api.slow = true;
    api.answer(202, "");
    api.answer(429, "Retry-After", "0");
    api.answer(500, "");
    api.apps.put("shop", new UserApi.App("Shop", "stopped", "{}"));

    value(fixture.stop("shop"));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void broken_api_leaves_everything_unknown(int status) {
    api.answer(status, "{\"title\":\"oops\"}");
    assertThat(fixture.discover())
        .isEqualTo(CallOutcome.unknown("status " + status + ": the API says: oops"));
    api.answer(status, "");
    unknown(fixture.status("shop"));
    api.answer(status, "");
    unknown(fixture.stop("shop"));
    api.answer(status, "");
    unknown(fixture.start("shop", Formation.EMPTY));
  }

  @Test
  void lost_answer_to_an_order_is_unknown_and_the_status_tells() {
    api.next(new UserApi.Fault.CutAfter());
    unknown(fixture.stop("shop"));
    assertThat(value(fixture.status("shop"))).isInstanceOf(AppStatus.Stopped.class);

    api.next(new UserApi.Fault.CutAfter());
    unknown(fixture.start("shop", Formation.EMPTY));
    assertThat(value(fixture.status("shop"))).isInstanceOf(AppStatus.Running.class);
    assertThat(api.orders()).isEqualTo(2);
  }

  @Test
  void silence_ends_at_the_call() {
    api.next(new UserApi.Fault.Late(HttpFixture.AMPLE));

    assertThat(unknown(fixture.provider.stop("shop", within(SHORT)))).contains("in time");
  }

  @Test
  void order_that_never_ends_is_unknown_at_the_call() {
    api.answer(202, "");
    assertThat(unknown(fixture.provider.stop("shop", within(SHORT))))
        .isEqualTo(
            "the order to put to sleep app 'shop' was accepted, but its end was not seen in time");

    api.apps.put("shop", new UserApi.App("Shop", "stopped", "{}"));
    api.answer(202, "");
    unknown(fixture.provider.start("shop", Formation.EMPTY, OPERATION, within(SHORT)));
  }

  @Test
  void api_that_nobody_listens_at_is_unknown() {
    api.close();

    unknown(fixture.discover());
    unknown(fixture.start("shop", Formation.EMPTY));
  }

  @Test
  void deleted_app_is_gone() {
    api.apps.clear();

    assertThat(value(fixture.status("shop"))).isEqualTo(new AppStatus.Gone());
    assertThat(refusal(fixture.stop("shop")).kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
    assertThat(refusal(fixture.start("shop", Formation.EMPTY)).kind())
        .isEqualTo(Refusal.Kind.NOT_FOUND);
    assertThat(value(fixture.discover())).isEmpty();
  }

  @Test
  void app_deleted_during_a_start_ends_it() {
    api.apps.clear();
    api.answer(202, "");

    assertThat(refusal(fixture.start("shop", Formation.EMPTY)).kind())
        .isEqualTo(Refusal.Kind.NOT_FOUND);
  }

  @Test
  void renamed_app_stays_the_same_by_its_reference() {
    api.apps.put("shop", new UserApi.App("Store", "running", "{}"));

    assertThat(value(fixture.discover()))
        .singleElement()
        .returns("shop", DiscoveredApp::ref)
        .returns("Store", DiscoveredApp::name);
    assertThat(value(fixture.status("shop"))).isInstanceOf(AppStatus.Running.class);
  }

  @ParameterizedTest
  @CsvSource({"402, QUOTA", "403, FORBIDDEN", "409, INVALID", "410, NOT_FOUND", "422, INVALID"})
  void refused_wake_is_told_in_the_words_of_the_api(int status, Refusal.Kind kind) {
    api.answer(status, "{\"title\":\"No\",\"detail\":\"because\\nof that\",\"extra\":{}}");

    assertThat(refusal(fixture.start("shop", Formation.EMPTY)))
        .isEqualTo(new Refusal(kind, "app 'shop': the API says: No: because of that"));
  }

  @Test
  void boot_that_fails_is_a_crash_with_its_last_words() {
    api.answer(202, "");
    api.answer(200, "{\"state\":\"crashed\",\"exitCode\":3,\"tail\":\"no database\\n\"}");

    assertThat(refusal(fixture.start("shop", Formation.EMPTY)))
        .isEqualTo(
            new Refusal(
                Refusal.Kind.CRASHED,
                "app 'shop' stopped by itself with exit code 3: no database"));
  }

  @Test
  void redirect_is_not_followed() {
    api.answer(307, "Location", api.url("/elsewhere"));

    assertThat(refusal(fixture.stop("shop")).message()).contains("redirects are not followed");
    assertThat(api.seen).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<h1>hello</h1>", "[]", "null", "17", "{\"apps\":null}", "{} {}", "{"})
  void answer_without_sense_is_unknown(String body) {
    api.answer(200, body);
    unknown(fixture.discover());
    api.answer(200, body);
    unknown(fixture.status("shop"));
    api.answer(200, body);
    unknown(fixture.stop("shop"));
  }

  @Test
  void answer_about_another_app_is_unknown() {
    api.answer(200, "{\"ref\":\"blog\",\"state\":\"stopped\"}");

    assertThat(unknown(fixture.status("shop")))
        .isEqualTo("asked for app 'shop', the answer is about 'blog'");
  }

  @Test
  void answer_that_is_too_large_is_unknown() {
    api.answer(200, "{\"apps\":[]" + " ".repeat(16 << 20) + "}");

    assertThat(unknown(fixture.discover())).contains("exceeds capacity");
  }

  @Test
  void ten_thousand_apps_are_listed_in_one_call() {
    for (int i = 0; i < 9_999; i++) {
      api.apps.put("app-" + i, new UserApi.App("App " + i, "stopped", "{\"web\":1}"));
    }

    assertThat(value(fixture.discover())).hasSize(10_000);
    assertThat(api.seen).hasSize(1);
  }

  private static String operation() {
    return OPERATION.id().toString();
  }

  private static AccountBudget budget() {
    return new AccountBudget(
        UUID.randomUUID(), MemoryBuckets.full(), Ticker.system(), InstantSource.system());
  }
}
