// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import static dev.paastis.provider.render.RenderFixture.KEY;
import static dev.paastis.provider.render.RenderFixture.meanwhile;
import static dev.paastis.provider.render.RenderFixture.refusal;
import static dev.paastis.provider.render.RenderFixture.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Formation;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a platform may answer instead of doing what it was asked. */
class RenderFaultsTest {
  private static final Answer BROKEN = Answer.json(500, Map.of("message", "oops"));

  @Nested
  class WhileTimePasses {
    private final RenderFixture fixture = RenderFixture.driven(250);

    @AfterEach
    void close() {
      fixture.close();
    }

    @Test
    void revoked_key_is_told_without_the_key() {
      fixture.render.revoke(KEY);

      Refusal refusal = refusal(fixture.discover());
      assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED);
      assertThat(refusal.message()).contains("API key").doesNotContain(KEY);
      assertThat(refusal(fixture.stop("shop")).kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED);
      assertThat(refusal(fixture.status("shop")).kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED);
    }

    @Test
    void too_many_calls_are_told_with_the_wait_where_it_is_known() {
      Answer limited = Answer.json(429, Map.of("message", "rate limit exceeded"));
      arm("POST .+/suspend", 1, limited.with("Retry-After", "7"));
      arm("POST .+/suspend", 1, limited.with("RateLimit-Reset", "9"));
      arm("POST .+/suspend", 1, limited);

      assertThat(refusal(fixture.stop("shop")))
          .isEqualTo(
              new Refusal(
                  Refusal.Kind.RATE_LIMITED,
                  "Render: rate limit exceeded; too many calls, try again in 7 s"));
      assertThat(refusal(fixture.stop("shop")).message()).endsWith("in 9 s");
      assertThat(refusal(fixture.stop("shop")).message()).endsWith("try again later");
      value(fixture.stop("shop"));
    }

    @Test
    void broken_platform_leaves_everything_unknown() {
      arm("GET .+", 3, BROKEN);
      assertThat(fixture.discover()).isEqualTo(CallOutcome.unknown("status 500: Render: oops"));
      assertThat(fixture.status("shop")).isInstanceOf(CallOutcome.Unknown.class);
      assertThat(fixture.stop("shop")).isInstanceOf(CallOutcome.Unknown.class);
      arm("GET /v1/services/[^/]+", 1, BROKEN);
      assertThat(fixture.start("shop", Formation.EMPTY)).isInstanceOf(CallOutcome.Unknown.class);

      arm("POST .+", 2, Answer.empty(503));
      assertThat(fixture.stop("shop")).isInstanceOf(CallOutcome.Unknown.class);
      assertThat(fixture.start("shop-pr57", Formation.EMPTY))
          .isInstanceOf(CallOutcome.Unknown.class);
    }

    @Test
    void platform_that_stumbles_after_the_order_does_not_spoil_it() {
      Fault none = new Fault.Late(Duration.ZERO); // the list before the order is in order
      fixture.render.faults().arm("GET .+/deploys", 1, none);
      arm("GET .+/deploys", 1, BROKEN);
      arm("GET .+/deploys", 1, Answer.json(429, Map.of()));
      fixture.render.faults().arm("GET .+/deploys", 1, new Fault.CutBefore());

      value(fixture.start("shop-pr57", Formation.EMPTY));
      assertThat(fixture.render.calls("POST .+/resume")).isEqualTo(1);
    }

    @Test
    void lost_answer_to_a_stop_is_unknown_and_the_status_tells() {
      fixture.render.faults().arm("POST .+/suspend", 1, new Fault.CutAfter());
      assertThat(fixture.stop("shop")).isInstanceOf(CallOutcome.Unknown.class);
      await().until(() -> value(fixture.status("shop")) instanceof AppStatus.Stopped);

      fixture.render.faults().arm("POST .+/suspend", 1, new Fault.CutBefore());
      assertThat(fixture.stop("shop-staging")).isInstanceOf(CallOutcome.Unknown.class);
      assertThat(value(fixture.status("shop-staging"))).isInstanceOf(AppStatus.Running.class);
    }

    @Test
    void lost_answer_to_a_start_is_unknown_and_the_status_tells() {
      fixture.render.faults().arm("POST .+/resume", 1, new Fault.CutAfter());
      assertThat(fixture.start("shop-pr57", Formation.EMPTY))
          .isInstanceOf(CallOutcome.Unknown.class);
      assertThat(value(fixture.status("shop-pr57"))).isInstanceOf(AppStatus.Running.class);

      fixture.render.faults().arm("POST .+/resume", 1, new Fault.CutBefore());
      assertThat(fixture.start("shop-odoo", Formation.EMPTY))
          .isInstanceOf(CallOutcome.Unknown.class);
      assertThat(value(fixture.status("shop-odoo"))).isInstanceOf(AppStatus.Stopped.class);
    }

    @Test
    void deleted_app_is_gone() {
      String ref = fixture.render.idOf("shop");
      fixture.render.deleteApp("shop");

      assertThat(refusal(fixture.start(ref, Formation.EMPTY, RenderFixture.AMPLE)).kind())
          .isEqualTo(Refusal.Kind.NOT_FOUND);
      assertThat(refusal(fixture.stop(ref, RenderFixture.AMPLE)).kind())
          .isEqualTo(Refusal.Kind.NOT_FOUND);
      assertThat(value(fixture.statusOf(ref))).isEqualTo(new AppStatus.Gone());
    }

    @Test
    void payment_that_stands_in_the_way_is_told_in_the_words_of_the_platform() {
      fixture.render.refuseStart(
          "shop-pr57", Answer.json(402, Map.of("message", "add a payment method")));
      assertThat(refusal(fixture.start("shop-pr57", Formation.EMPTY)))
          .isEqualTo(
              new Refusal(Refusal.Kind.QUOTA, "app 'shop-pr57': Render: add a payment method"));
      fixture.render.refuseStart("shop-pr57", Answer.text(403, "no"));
      assertThat(refusal(fixture.start("shop-pr57", Formation.EMPTY)))
          .isEqualTo(new Refusal(Refusal.Kind.FORBIDDEN, "app 'shop-pr57': Render: status 403"));
    }

    @Test
    void setting_that_a_suspended_service_refuses_is_restored_once_it_runs() {
      Formation before = fixture.formationOf("shop-staging");
      value(fixture.stop("shop-staging"));
      fixture.render.changeFormation("shop-staging", "starter", 4);
      arm("POST .+/scale", 1, Answer.json(400, Map.of("message", "service is suspended")));

      assertThat(value(fixture.start("shop-staging", before)).formation()).isEqualTo(before);
      assertThat(fixture.formationOf("shop-staging")).isEqualTo(before);
    }

    @Test
    void setting_that_is_refused_for_good_is_told_with_what_runs() {
      Formation before = fixture.formationOf("shop-staging");
      value(fixture.stop("shop-staging"));
      fixture.render.changeFormation("shop-staging", "starter", 4);
      arm("POST .+/scale", 2, Answer.json(400, Map.of("message", "not allowed")));

      Refusal refusal = refusal(fixture.start("shop-staging", before));
      assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
      assertThat(refusal.message())
          .isEqualTo(
              "it runs, but not as it did: service 'shop-staging' does not go back to 1 instances:"
                  + " Render: not allowed");
      assertThat(value(fixture.status("shop-staging"))).isInstanceOf(AppStatus.Running.class);
    }

    @Test
    void setting_that_costs_more_than_allowed_leaves_the_app_asleep() {
      Formation before = fixture.formationOf("shop");
      value(fixture.stop("shop"));
      fixture.render.changeFormation("shop", "starter", 1);
      arm("PATCH .+", 1, Answer.json(402, Map.of("message", "payment required")));

      assertThat(refusal(fixture.start("shop", before)).kind()).isEqualTo(Refusal.Kind.QUOTA);
      assertThat(value(fixture.status("shop"))).isInstanceOf(AppStatus.Stopped.class);
    }

    @Test
    void page_that_is_missing_makes_the_whole_list_unknown() {
      arm("GET /v1/services", 1, pageOf(100, "a"));
      arm("GET /v1/services", 1, BROKEN);

      assertThat(fixture.discover()).isInstanceOf(CallOutcome.Unknown.class);
    }

    @Test
    void list_whose_cursor_stands_still_is_unknown() {
      arm("GET /v1/services", 2, pageOf(100, "a"));

      assertThat(fixture.discover())
          .isEqualTo(CallOutcome.unknown("Render's list of services does not go on after a"));
    }

    @Test
    void fields_unknown_null_or_of_another_type_are_tolerated() {
      String page =
          """
          [{"cursor":"1","service":{"id":"srv-1","name":null,"type":"web_service","new":{"a":[1]},
            "suspended":null,"suspenders":null,"serviceDetails":null}},
           {"cursor":"2","service":{"id":"srv-2","name":"b","type":"background_worker",
            "suspended":"suspended","suspenders":["user",7],
            "serviceDetails":{"plan":3,"numInstances":"two","autoscaling":"off","url":[]}}},
           {"cursor":"3","service":{"id":"srv-3","type":"workflow"}},
           {"cursor":"4","service":null}, 17, {}]\
          """;
      arm("GET /v1/services", 1, new Answer(200, Map.of(), page));

      List<DiscoveredApp> found = value(fixture.discover());
      assertThat(found).extracting(DiscoveredApp::name).containsExactly("srv-1", "b");
      assertThat(found.get(0).status()).isInstanceOf(AppStatus.Running.class);
      assertThat(found.get(1).status())
          .isEqualTo(new AppStatus.Stopped(Formation.of("background_worker", 0, "")));
    }

    @Test
    void answer_that_is_no_json_is_unknown() {
      arm("GET .+", 2, Answer.html(200, "<h1>maintenance</h1>"));

      assertThat(fixture.discover()).isInstanceOf(CallOutcome.Unknown.class);
      assertThat(fixture.status("shop")).isInstanceOf(CallOutcome.Unknown.class);
    }

    private void arm(String pattern, int times, Answer answer) {
      fixture.render.faults().arm(pattern, times, new Fault.Instead(answer));
    }
  }

  @Nested
  class WhileTimeStandsStill {
    private static final Duration SHORT = Duration.ofMillis(300);

    private final RenderFixture fixture = RenderFixture.still();

    @AfterEach
    void close() {
      fixture.close();
    }

    @Test
    void start_that_never_ends_is_unknown_at_the_call() {
      assertThat(fixture.start(fixture.render.idOf("shop-pr57"), Formation.EMPTY, SHORT))
          .isEqualTo(
              CallOutcome.unknown(
                  "Render accepted to start service 'shop-pr57', but its end was not seen in time"));
      assertThat(value(fixture.status("shop-pr57"))).isInstanceOf(AppStatus.Running.class);
    }

    @Test
    void stop_that_never_ends_is_unknown_at_the_call() {
      assertThat(fixture.stop(fixture.render.idOf("shop"), SHORT))
          .isInstanceOf(CallOutcome.Unknown.class);
      assertThat(value(fixture.status("shop"))).isInstanceOf(AppStatus.Running.class);
    }

    @Test
    void eleventh_order_of_a_minute_is_refused_as_too_many() {
      String ref = fixture.render.idOf("shop");
      CallOutcome<AppStatus.Stopped> outcome = fixture.stop(ref, SHORT);
      for (int i = 0; i < 100 && outcome instanceof CallOutcome.Unknown; i++) {
        outcome = fixture.stop(ref, Duration.ofMillis(60));
      }

      assertThat(refusal(outcome).message())
          .isEqualTo("Render: rate limit exceeded; too many calls, try again in 6 s");
      assertThat(fixture.render.calls("POST .+/suspend")).isEqualTo(11);
    }

    @Test
    void key_revoked_during_a_start_leaves_it_unknown() {
      var start = meanwhile(() -> fixture.start("shop-pr57", Formation.EMPTY));
      await().until(() -> fixture.render.calls("POST .+/resume") == 1);
      fixture.render.revoke(KEY);

      assertThat(start.join())
          .isInstanceOfSatisfying(
              CallOutcome.Unknown.class,
              unknown -> assertThat(unknown.cause()).contains("its end is not known"));
    }

    @Test
    void app_deleted_during_a_start_ends_it() {
      var start = meanwhile(() -> fixture.start("shop-pr57", Formation.EMPTY));
      await().until(() -> fixture.render.calls("POST .+/resume") == 1);
      fixture.render.deleteApp("shop-pr57");

      assertThat(refusal(start.join()).kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
    }
  }

  @Test
  void ten_thousand_services_are_listed_in_one_call_per_hundred() {
    try (RenderFixture many = RenderFixture.driven(10_000)) {
      assertThat(value(many.discover())).hasSize(9_091);
      assertThat(many.render.calls(".+")).isEqualTo(91);
    }
  }

  @Test
  void settings_hide_the_key_and_refuse_one_that_cannot_be_sent() {
    assertThat(RenderSettings.of(new Secret(KEY)).toString()).doesNotContain(KEY);
    assertThatThrownBy(() -> RenderSettings.of(new Secret("rnd_a\nb")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("printable ASCII")
        .hasMessageNotContaining("rnd_a");
  }

  private static Answer pageOf(int size, String cursor) {
    String items =
        IntStream.range(0, size)
            .mapToObj(
                i -> "{\"cursor\":\"%s\",\"service\":{\"id\":\"srv-%d\"}}".formatted(cursor, i))
            .collect(Collectors.joining(","));
    return new Answer(200, Map.of("Content-Type", "application/json"), "[" + items + "]");
  }
}
