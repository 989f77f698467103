// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import dev.paastis.rest.Metering;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes wrong, and what becomes of it. */
final class ScalingoFaultTest extends ScalingoFixture {
  @Test
  void discover_that_makes_no_sense_is_unknown() {
    emulator.faults().arm("GET /v1/apps", 1, new Fault.Instead(Answer.html(200, "<h1>hi</h1>")));

    assertThat(provider.discover(soon())).isInstanceOf(CallOutcome.Unknown.class);
  }

  @Test
  void bearer_is_renewed_before_its_end_and_when_it_is_refused() {
    done(provider.discover(soon()));
    time.advance(Duration.ofMinutes(54));
    done(provider.discover(soon()));
    assertThat(emulator.calls()).isEqualTo(3);
    time.advance(Duration.ofMinutes(1));
    done(provider.discover(soon()));
    assertThat(emulator.calls()).isEqualTo(5); // with an exchange before it was refused

    emulator.endSessions();
    done(provider.discover(soon()));
    assertThat(emulator.calls()).isEqualTo(8); // refused, exchanged, asked again
  }

  @Test
  void life_that_a_bearer_tells_counts_from_its_receipt() {
    String tenMinutes = "{\"iat\": 4102444800, \"exp\": 4102445400}"; // in the year 2100
    emulator.faults().arm("POST .+/exchange", 9, new Fault.Altered(_ -> bearer(tenMinutes)));
    try (Session session = new Session(emulator.api(), new Secret(TOKEN), Metering.none(), time)) {
      var first = session.bearer(null, soon());
      time.advance(Duration.ofMinutes(4));
      assertThat(session.bearer(null, soon())).isEqualTo(first);
      time.advance(Duration.ofMinutes(2));
      assertThat(session.bearer(null, soon())).isNotEqualTo(first);
    }
    assertThat(emulator.exchanges()).isEqualTo(2);
  }

  private static Answer bearer(String payload) {
    String encoded = Base64.getUrlEncoder().encodeToString(payload.getBytes(UTF_8));
    return Answer.json(200, Map.of("token", "e30." + encoded + ".sign"));
  }

  @Test
  void bearer_that_ends_during_an_operation_is_exchanged() {
    time.duringNextPause(emulator::endSessions);

    done(provider.stop(PRODUCTION, soon()));

    assertThat(status(PRODUCTION)).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void token_revoked_is_refused_and_during_an_operation_unknown() {
    time.duringNextPause(() -> emulator.revoke(TOKEN));

    assertThat(unknown(provider.stop(PRODUCTION, soon())))
        .contains("accepted")
        .doesNotContain(TOKEN);
    long before = emulator.calls();
    Refusal refusal = refused(provider.status(PRODUCTION, soon()));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED);
    assertThat(refusal.message()).contains("API token").doesNotContain(TOKEN);
    assertThat(emulator.calls() - before).isLessThanOrEqualTo(2);
  }

  @Test
  void rate_limit_refuses_with_what_the_platform_said() {
    for (int i = 0; i < 59; i++) {
      done(provider.status(REVIEW, soon()));
    }

    Refusal refusal = refused(provider.status(REVIEW, soon()));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.RATE_LIMITED);
    assertThat(refusal.message()).contains("Retry later");
  }

  @Test
  void rate_limit_with_a_time_tells_it() {
    Answer busy = Answer.json(429, Map.of("error", "slow down")).with("Retry-After", "17");
    emulator.faults().arm(SCALE, 1, new Fault.Instead(busy));

    Refusal refusal = refused(wake(REVIEW, Formation.of("web", 1, "S")));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.RATE_LIMITED);
    assertThat(refusal.message()).contains("slow down").contains("17 s");
  }

  @Test
  void trouble_with_a_question_does_not_undo_an_accepted_order() {
    String operation = "GET .+/operations/.+";
    emulator.faults().arm(operation, 1, new Fault.Instead(Answer.text(429, "Retry later")));
    emulator.faults().arm(operation, 1, new Fault.Instead(Answer.json(503, Map.of("error", "x"))));
    emulator.faults().arm(operation, 1, new Fault.CutBefore());

    done(provider.stop(PRODUCTION, soon()));

    assertThat(emulator.orders()).isEqualTo(1);
  }

  @Test
  void server_error_is_unknown() {
    emulator.faults().arm(SCALE, 1, new Fault.Instead(Answer.json(500, Map.of("error", "oops"))));

    assertThat(unknown(provider.stop(PRODUCTION, soon()))).contains("500").contains("oops");
  }

  @Test
  void start_cut_after_the_order_is_unknown_and_keeps_its_autoscaler() {
    done(provider.stop(PRODUCTION, soon()));
    emulator.faults().arm(SCALE, 1, new Fault.CutAfter());

    unknown(wake(PRODUCTION, FULL));
    assertThat(status(PRODUCTION)).isInstanceOf(AppStatus.Running.class);
    time.advance(Duration.ofSeconds(7));

    assertThat(status(PRODUCTION)).isEqualTo(new AppStatus.Running(upstream(PRODUCTION), FULL));
    assertThat(emulator.orders()).isEqualTo(2);
  }

  @Test
  void start_cut_before_the_order_is_unknown_and_the_app_stays_stopped() {
    emulator.faults().arm(SCALE, 1, new Fault.CutBefore());

    unknown(wake(REVIEW, Formation.of("web", 1, "S")));

    assertThat(status(REVIEW)).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void stop_cut_after_the_order_is_unknown_and_the_status_tells() {
    emulator.faults().arm(SCALE, 1, new Fault.CutAfter());

    unknown(provider.stop(PRODUCTION, soon()));
    time.advance(Duration.ofSeconds(3));

    assertThat(status(PRODUCTION)).isInstanceOf(AppStatus.Stopped.class);
    done(wake(PRODUCTION, FULL));
    assertThat(status(PRODUCTION)).isEqualTo(new AppStatus.Running(upstream(PRODUCTION), FULL));
  }

  @Test
  void operation_that_never_ends_is_unknown_by_the_deadline() {
    emulator.neverEnd(PRODUCTION);
    long begun = time.nanos();

    assertThat(unknown(provider.stop(PRODUCTION, soon()))).contains("had not ended in time");

    assertThat(Duration.ofNanos(time.nanos() - begun)).isEqualTo(Duration.ofMinutes(1));
    assertThat(unknown(provider.stop(PRODUCTION, soon()))).contains("still scaling");
  }

  @Test
  void order_that_meets_another_is_repeated_once() {
    Answer conflict = Answer.json(409, Map.of("error", "an operation is already running"));
    emulator.faults().arm(SCALE, 1, new Fault.Instead(conflict));
    done(provider.stop(PRODUCTION, soon()));

    emulator.faults().arm(SCALE, 2, new Fault.Instead(conflict));
    Refusal refusal = refused(wake(PRODUCTION, FULL));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
    assertThat(refusal.message()).contains("already running");
  }

  @Test
  void app_deleted_is_gone_and_neither_starts_nor_stops() {
    emulator.deleteApp(REVIEW);

    assertThat(status(REVIEW)).isEqualTo(new AppStatus.Gone());
    assertThat(refused(provider.stop(REVIEW, soon())).kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
    assertThat(refused(wake(REVIEW, FULL)).kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
  }

  @Test
  void app_deleted_during_an_operation_is_not_found() {
    time.duringNextPause(() -> emulator.deleteApp(PRODUCTION));

    assertThat(refused(provider.stop(PRODUCTION, soon())).kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
  }

  @Test
  void payment_required_is_told_in_words() {
    done(provider.stop(PRODUCTION, soon()));
    emulator.paymentMethod(false);

    Refusal refusal = refused(wake(PRODUCTION, FULL));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.QUOTA);
    assertThat(refusal.message()).contains("payment method").contains("dashboard.scalingo.com");
  }

  @Test
  void start_refused_by_the_platform_keeps_its_words() {
    Answer invalid = Answer.json(422, Map.of("errors", Map.of("size", List.of("is not allowed"))));
    emulator.refuseStart(REVIEW, invalid);
    Refusal refusal = refused(wake(REVIEW, Formation.of("web", 1, "S")));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
    assertThat(refusal.message()).contains("size is not allowed");

    emulator.refuseStart(REVIEW, Answer.json(403, Map.of("error", "no", "code", "forbidden")));
    assertThat(refused(wake(REVIEW, Formation.of("web", 1, "S"))).kind())
        .isEqualTo(Refusal.Kind.FORBIDDEN);
  }

  @Test
  void boot_that_fails_is_a_crash() {
    emulator.failBoots(REVIEW);

    Refusal refusal = refused(wake(REVIEW, Formation.of("web", 1, "S")));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CRASHED);
    assertThat(refusal.message()).contains("PORT");
    assertThat(status(REVIEW)).isInstanceOf(AppStatus.Crashed.class);
    done(provider.stop(REVIEW, soon()));
    assertThat(status(REVIEW)).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void autoscaler_refused_is_told_and_the_app_left_running() {
    done(provider.stop(PRODUCTION, soon()));
    Answer forbidden = Answer.json(403, Map.of("error", "not for you"));
    emulator.faults().arm("PATCH .+", 1, new Fault.Instead(forbidden));

    Refusal refusal = refused(wake(PRODUCTION, FULL));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
    assertThat(refusal.message()).contains("the app runs, but").contains("not for you");
    assertThat(status(PRODUCTION)).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void autoscaler_that_cannot_be_reached_is_enabled_at_a_later_look() {
    done(provider.stop(PRODUCTION, soon()));
    emulator.faults().arm("PATCH .+", 4, new Fault.Instead(Answer.text(429, "Retry later")));

    done(wake(PRODUCTION, FULL));
    assertThat(formation(PRODUCTION)).isEqualTo(FULL); // still owed, and remembered
    assertThat(formation(PRODUCTION)).isEqualTo(FULL);

    ScalingoProvider another = new ScalingoProvider(settings(null), ApiBudget.UNLIMITED, time);
    assertThat(done(another.status(PRODUCTION, soon())))
        .isEqualTo(new AppStatus.Running(upstream(PRODUCTION), FULL));
    another.close();
  }

  @Test
  void autoscaler_of_credentials_that_were_revoked_meanwhile_is_enabled_at_a_later_look() {
    done(provider.stop(PRODUCTION, soon()));
    Answer unauthorized = Answer.json(401, Map.of("error", "unauthorized"));
    emulator.faults().arm("PATCH .+", 6, new Fault.Instead(unauthorized));

    done(wake(PRODUCTION, FULL));

    assertThat(formation(PRODUCTION)).isEqualTo(FULL);
  }

  @Test
  void stop_that_fails_gives_the_app_its_autoscaler_back() {
    assertThat(formation(PRODUCTION)).isEqualTo(FULL);
    String error = "{\"operation\":{\"status\":\"error\",\"error\":\"no room\"}}";
    emulator
        .faults()
        .arm("GET .+/operations/.+", 1, new Fault.Instead(new Answer(200, Map.of(), error)));

    assertThat(refused(provider.stop(PRODUCTION, soon())).message()).contains("no room");
    time.advance(Duration.ofSeconds(3));
    emulator.changeFormation(PRODUCTION, Map.of("web", 2, "worker", 1));
    time.advance(Duration.ofSeconds(7));

    assertThat(formation(PRODUCTION)).isEqualTo(FULL);
  }
}
