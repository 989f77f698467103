// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import static dev.paastis.provider.clever.CleverFixture.RUNNING;
import static dev.paastis.provider.clever.CleverFixture.STOPPED;
import static dev.paastis.provider.clever.CleverFixture.TOKEN;
import static dev.paastis.provider.clever.CleverFixture.done;
import static dev.paastis.provider.clever.CleverFixture.refusal;
import static dev.paastis.provider.clever.CleverFixture.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.emulator.clever.CleverEmulator;
import dev.paastis.emulator.clever.Scaling;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.emulated.DatedRelay;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CleverFaultsTest {
  private static final String ORDER = "POST .+/instances";
  private static final String END = "DELETE .+/instances";

  private final CleverFixture clever = new CleverFixture();

  @AfterEach
  void close() {
    clever.close();
  }

  @Test
  void revoked_token_is_refused_in_words_without_the_token() {
    clever.emulator.revoke(TOKEN);
    Refusal refusal = refusal(clever.provider.discover(clever.call()));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED);
    assertThat(refusal.message()).contains("clever tokens create").doesNotContain(TOKEN);
    assertThat(clever.emulator.calls()).hasSize(1);
  }

  @Test
  void token_that_ends_during_a_stop_leaves_it_unknown() {
    clever.time.afterEach(() -> clever.emulator.expire(TOKEN, clever.time.instant()));
    assertThat(unknown(clever.stop(RUNNING))).contains("the stop was ordered, but then");
    assertThat(clever.calls(END)).isEqualTo(1);
  }

  @Test
  void token_revoked_between_order_and_look_leaves_the_start_unknown() {
    clever.emulator.faults().arm("GET .+/deployments", 1, new Fault.Instead(Answer.empty(503)));
    clever.time.afterEach(() -> clever.emulator.revoke(TOKEN));
    assertThat(unknown(clever.start(STOPPED, Formation.EMPTY))).contains("was ordered, but then");
    assertThat(clever.calls(ORDER)).isEqualTo(1);
  }

  @Test
  void signed_calls_are_understood_by_the_api_proper() {
    try (CleverProvider signing = clever.signing()) {
      assertThat(done(signing.discover(clever.call()))).hasSize(40);
      done(signing.start(clever.id(STOPPED), Formation.EMPTY, clever.operation(), clever.call()));
      done(signing.stop(clever.id(RUNNING), clever.call()));
    }
  }

  @Test
  void refused_signature_is_made_anew_once() {
    try (DatedRelay relay = new DatedRelay(clever.emulator.signedApi(), clever.time);
        CleverProvider signing = clever.signing(relay.uri())) {
      clever.emulator.faults().arm(ORDER, 1, new Fault.Instead(Answer.empty(401)));
      done(signing.start(clever.id(STOPPED), Formation.EMPTY, clever.operation(), clever.call()));
      assertThat(clever.calls(ORDER)).isEqualTo(2);
    }
  }

  @Test
  void ended_user_token_is_tried_twice_and_then_refused() {
    try (CleverProvider signing = clever.signing()) {
      clever.emulator.revoke(CleverEmulator.USER_TOKEN);
      Refusal refusal = refusal(signing.discover(clever.call()));
      assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED);
      assertThat(refusal.message())
          .doesNotContain(CleverEmulator.USER_SECRET, CleverEmulator.CONSUMER_SECRET);
      assertThat(clever.emulator.calls()).hasSize(2);
    }
  }

  @Test
  void too_many_calls_are_told_with_the_time_to_wait_where_it_is_known() {
    Answer answer = Answer.json(429, Map.of("message", "Slow down", "type", "error"));
    clever
        .emulator
        .faults()
        .arm("GET /v2/summary", 1, new Fault.Instead(answer.with("Retry-After", "30")));
    clever.emulator.faults().arm("GET /v2/summary", 1, new Fault.Instead(answer));

    Refusal first = refusal(clever.provider.discover(clever.call()));
    assertThat(first.kind()).isEqualTo(Refusal.Kind.RATE_LIMITED);
    assertThat(first.message()).contains("Slow down").contains("after 30 s");
    Refusal second = refusal(clever.provider.discover(clever.call()));
    assertThat(second.kind()).isEqualTo(Refusal.Kind.RATE_LIMITED);
    assertThat(second.message()).contains("without a word");
  }

  @Test
  void too_many_calls_while_looking_for_the_end_are_waited_out() {
    clever.emulator.faults().arm("GET .+/instances", 2, new Fault.Instead(Answer.empty(429)));
    done(clever.stop(RUNNING));
  }

  @Test
  void fault_of_the_platform_is_unknown_even_as_a_page() {
    clever
        .emulator
        .faults()
        .arm(ORDER, 1, new Fault.Instead(Answer.html(502, "<h1>Bad gateway</h1>")));
    assertThat(unknown(clever.start(STOPPED, Formation.EMPTY))).contains("502");
    clever.emulator.faults().arm("GET .+", 1, new Fault.Instead(Answer.html(200, "<h1>Hi</h1>")));
    assertThat(unknown(clever.status(RUNNING))).contains("made no sense");
  }

  @Test
  void lost_answer_to_a_start_is_unknown_and_joined_by_the_next() {
    clever.emulator.faults().arm(ORDER, 1, new Fault.CutAfter());
    unknown(clever.start(STOPPED, Formation.EMPTY));
    done(clever.start(STOPPED, Formation.EMPTY));
    clever.pass(Duration.ofSeconds(30));
    assertThat(done(clever.status(STOPPED))).isInstanceOf(AppStatus.Running.class);
    assertThat(clever.calls(ORDER)).isEqualTo(1);
  }

  @Test
  void lost_answer_to_a_stop_is_unknown_and_status_tells_the_truth() {
    clever.emulator.faults().arm(END, 1, new Fault.CutAfter());
    unknown(clever.stop(RUNNING));
    clever.pass(Duration.ofSeconds(5));
    assertThat(done(clever.status(RUNNING))).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void lost_order_leaves_the_app_as_it_was() {
    clever.emulator.faults().arm(END, 1, new Fault.CutBefore());
    unknown(clever.stop(RUNNING));
    assertThat(done(clever.status(RUNNING))).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void stop_that_never_ends_ends_by_the_deadline() {
    var slow =
        new EmulatorSettings.Pace(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofDays(1));
    try (CleverFixture forever = new CleverFixture(40, slow)) {
      assertThat(unknown(forever.stop(RUNNING))).contains("machines are left");
      assertThat(Duration.ofNanos(forever.time.nanos())).isEqualTo(Duration.ofSeconds(60));
    }
  }

  @Test
  void start_that_never_ends_is_starting_for_as_long() {
    clever.emulator.hangBoots(STOPPED);
    done(clever.start(STOPPED, Formation.EMPTY));
    clever.pass(Duration.ofHours(1));
    assertThat(done(clever.status(STOPPED))).isInstanceOf(AppStatus.Starting.class);
    done(clever.stop(STOPPED));
  }

  @Test
  void deployment_that_is_never_listed_ends_by_the_deadline() {
    clever
        .emulator
        .faults()
        .arm("GET .+/deployments", 1000, new Fault.Instead(Answer.json(200, List.of())));
    assertThat(unknown(clever.start(STOPPED, Formation.EMPTY))).contains("did not list it");
    assertThat(Duration.ofNanos(clever.time.nanos())).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void deployment_that_failed_or_was_cancelled_at_once_is_refused() {
    Answer order = Answer.json(200, Map.of("deploymentId", "deployment_x"));
    clever.emulator.faults().arm(ORDER, 2, new Fault.Instead(order));
    clever.emulator.faults().arm("GET .+/deployments", 1, new Fault.Instead(deployment("FAIL")));
    clever
        .emulator
        .faults()
        .arm("GET .+/deployments", 1, new Fault.Instead(deployment("CANCELLED")));
    assertThat(refusal(clever.start(STOPPED, Formation.EMPTY)).kind())
        .isEqualTo(Refusal.Kind.CRASHED);
    assertThat(refusal(clever.start(STOPPED, Formation.EMPTY)).message()).contains("cancelled");
  }

  @Test
  void deleted_app_is_not_found_and_its_stop_under_way_is_done() {
    String ref = clever.id(RUNNING);
    clever.time.afterEach(() -> {
      if (clever.emulator.apps().contains(ref)) {
        clever.emulator.deleteApp(ref);
      }
    });
    done(clever.provider.stop(ref, clever.call()));
    assertThat(
            refusal(clever.provider.start(ref, Formation.EMPTY, clever.operation(), clever.call()))
                .kind())
        .isEqualTo(Refusal.Kind.NOT_FOUND);
    assertThat(refusal(clever.provider.stop(ref, clever.call())).kind())
        .isEqualTo(Refusal.Kind.NOT_FOUND);
  }

  @Test
  void suspended_app_is_not_started_and_counts_as_stopped() {
    clever.emulator.suspend(STOPPED, "DEFAULT_OF_PAYMENT");
    clever.emulator.suspend(RUNNING, "MODERATED");
    assertThat(refusal(clever.start(STOPPED, Formation.EMPTY)).kind())
        .isEqualTo(Refusal.Kind.QUOTA);
    assertThat(refusal(clever.start(RUNNING, Formation.EMPTY)).kind())
        .isEqualTo(Refusal.Kind.FORBIDDEN);
    done(clever.stop(RUNNING));
    assertThat(clever.calls("(POST|DELETE) .+")).isZero();
  }

  @Test
  void refusal_of_payment_is_told_with_the_bounds_that_were_set_before() {
    Formation before = clever.formation(STOPPED);
    clever.emulator.changeFormation(STOPPED, new Scaling(2, 2, "M", "M"));
    clever.emulator.refuseStart(STOPPED, Answer.json(402, Map.of("message", "No credits left")));

    Refusal refusal = refusal(clever.start(STOPPED, before));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.QUOTA);
    assertThat(refusal.message())
        .contains("No credits left")
        .contains("set back to 1 to 1 instances of nano to nano");
  }

  @Test
  void refused_bounds_are_told_by_field_and_nothing_is_started() {
    Formation impossible = Formation.of("instance", 1, "huge");
    Refusal refusal = refusal(clever.start(STOPPED, impossible));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
    assertThat(refusal.message()).contains("minFlavor").contains("unknown flavor huge");
    assertThat(clever.calls(ORDER)).isZero();
  }

  @Test
  void app_without_code_is_invalid_although_the_status_says_not_found() {
    clever.emulator.forgetDeployments(STOPPED);
    Refusal refusal = refusal(clever.start(STOPPED, Formation.EMPTY));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
    assertThat(refusal.message()).contains("push code");
  }

  @Test
  void nulls_and_unknown_fields_are_tolerated() {
    String list =
        """
        [{"id":"app_1","name":null,"state":"SHOULD_BE_UP","instance":null,"vhosts":null,"x":{}},
         {"id":"app_2","name":"two","state":"NEW_STATE","instance":{"minInstances":"many"},
          "vhosts":[{"fqdn":null},{"fqdn":"*.example.org/"},{"fqdn":"Two.Example.org/"}]},
         {"id":null}, null]\
        """;
    clever
        .emulator
        .faults()
        .arm(
            "GET .+/applications",
            1,
            new Fault.Instead(new Answer(200, Map.of("Content-Type", "application/json"), list)));
    List<DiscoveredApp> apps = done(clever.provider.discover(clever.call()));
    assertThat(apps).extracting(DiscoveredApp::ref).contains("app_1", "app_2");
    assertThat(apps)
        .filteredOn(app -> app.ref().equals("app_1"))
        .first()
        .satisfies(app -> assertThat(app.name()).isEqualTo("app_1"))
        .satisfies(app -> assertThat(app.status().toString()).contains("app-1.cleverapps.io"));
    assertThat(apps)
        .filteredOn(app -> app.ref().equals("app_2"))
        .first()
        .satisfies(app -> assertThat(app.hosts()).containsExactly("two.example.org"))
        .satisfies(app -> assertThat(app.status()).isInstanceOf(AppStatus.Stopped.class));
  }

  @Test
  void interrupted_wait_is_unknown_and_keeps_the_mark() {
    clever.time.afterEach(() -> Thread.currentThread().interrupt());
    unknown(clever.stop(RUNNING));
    assertThat(Thread.interrupted()).isTrue();
  }

  private static Answer deployment(String state) {
    return Answer.json(
        200, List.of(Map.of("uuid", "deployment_x", "state", state, "action", "DEPLOY")));
  }
}
