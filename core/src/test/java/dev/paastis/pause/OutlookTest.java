// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.Group;
import dev.paastis.app.TrackedApp;
import dev.paastis.fleet.Fleet;
import dev.paastis.policy.PauseWindow;
import dev.paastis.policy.PolicyBook.Rules;
import dev.paastis.policy.Reason.Rank;
import dev.paastis.policy.Rule;
import dev.paastis.policy.Selector;
import dev.paastis.policy.Terms;
import dev.paastis.schedule.WeekPlan;
import dev.paastis.schedule.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutlookTest {
  private static final Cause ADA =
      new Cause(Cause.Kind.PERSON, "by the token 'ada'", Map.of("who", "ada"));

  private final Fleet fleet = new Fleet();
  private final Outlook outlook =
      new Outlook(
          fleet.control,
          new Outlook.Plans(fleet.rules, fleet.sleeper, fleet.morningWatch, fleet.apps));

  private Explanation explain(TrackedApp app) {
    return outlook.explain(app.id(), null).orElseThrow();
  }

  @Test
  void member_that_keeps_its_group_awake_is_named() {
    TrackedApp db = fleet.awake("db", new Group("shop", 1));
    TrackedApp web = fleet.awake("web", new Group("shop", 2));
    var _ = fleet.lifecycle.pin(db, fleet.clock.instant().plus(Duration.ofHours(3)), ADA);

    assertThat(explain(web).decidedFor()).isEqualTo("db");
    assertThat(explain(web).decision().decisive().rank()).isEqualTo(Rank.PIN);
    assertThat(explain(db).decidedFor()).isEqualTo("db");
  }

  @Test
  void app_alone_decides_for_itself() {
    assertThat(explain(fleet.awake("blog")).decidedFor()).isEqualTo("blog");
    assertThat(explain(fleet.asleep("docs")).decidedFor()).isEqualTo("docs");
  }

  @Test
  void pin_is_known_by_who_made_it_while_it_lasts() {
    TrackedApp app = fleet.awake("blog");
    var _ = fleet.lifecycle.pin(app, fleet.clock.instant().plus(Duration.ofHours(3)), ADA);

    assertThat(explain(app).pinned()).extracting(Event::cause).isEqualTo(ADA);
    fleet.clock.advance(Duration.ofHours(4));
    assertThat(explain(app).pinned()).isNull();
  }

  @Test
  void app_that_was_started_for_nothing_waits_for_a_request_and_has_no_next_start() {
    fleet.clock.set(Instant.parse("2026-11-20T21:00:00Z"));
    Window nights = Window.awake("nights", ZoneOffset.UTC, WeekPlan.parse("mon-sun 08:00-20:00"));
    PauseWindow once =
        new PauseWindow(
            nights, null, PauseWindow.Requests.WAKE, PauseWindow.DEFAULT_QUIET, true, 1);
    Rule rule = new Rule("rule 1", Selector.ALL, Terms.pausedBy("nights"));
    fleet.rules.replace(new Rules(List.of(rule), Map.of("nights", once), Terms.NOTHING));
    TrackedApp used = fleet.asleep("used");
    var _ = fleet.mornings.paused(used.id(), fleet.clock.instant(), null);
    fleet.morningWatch.refresh(fleet.clock.instant());
    assertThat(explain(used).nextStart()).isNotNull();
    assertThat(explain(used).waitsForRequest()).isFalse();

    fleet.mornings.over(used.id(), fleet.clock.instant(), fleet.clock.instant());
    fleet.clock.advance(Duration.ofHours(24));
    var _ = fleet.mornings.paused(used.id(), fleet.clock.instant(), null);
    fleet.morningWatch.refresh(fleet.clock.instant());
    assertThat(explain(used).nextStart()).isNull();
    assertThat(explain(used).waitsForRequest()).isTrue();
  }

  @Test
  void start_that_was_left_out_tells_why_the_app_still_sleeps() {
    TrackedApp app = fleet.asleep("blog");
    assertThat(app.state()).isInstanceOf(AppState.Asleep.class);
    var _ =
        fleet.apps.append(
            Event.about(app.app(), fleet.clock.instant(), EventType.MORNING_SKIPPED, ADA));

    assertThat(explain(app).last()).extracting(Event::type).isEqualTo(EventType.MORNING_SKIPPED);
  }

  @Test
  void starts_are_expected_at_the_end_of_each_pause_that_found_the_app_awake() {
    fleet.clock.set(Instant.parse("2026-11-20T12:00:00Z"));
    pauseAtNight();
    TrackedApp awake = fleet.awake("awake");

    assertThat(starts(awake))
        .extracting(Outlook.Start::ready)
        .containsExactly(
            Instant.parse("2026-11-21T08:00:00Z"), Instant.parse("2026-11-22T08:00:00Z"));
  }

  @Test
  void app_that_slept_before_its_pause_is_not_started_at_its_end() {
    fleet.clock.set(Instant.parse("2026-11-20T21:00:00Z"));
    pauseAtNight();
    TrackedApp slept = fleet.asleep("slept");
    TrackedApp paused = fleet.asleep("paused");
    var _ = fleet.mornings.paused(paused.id(), fleet.clock.instant(), null);
    fleet.morningWatch.refresh(fleet.clock.instant());

    assertThat(starts(slept))
        .extracting(Outlook.Start::ready)
        .containsExactly(Instant.parse("2026-11-22T08:00:00Z"));
    assertThat(starts(paused).getFirst().begins()).isEqualTo(Instant.parse("2026-11-21T07:58:48Z"));
  }

  private List<Outlook.Start> starts(TrackedApp app) {
    Instant now = fleet.clock.instant();
    var stretches = outlook.forecast(app.id(), now, now.plus(Duration.ofHours(47))).orElseThrow();
    return outlook.starts(app.id(), stretches);
  }

  private void pauseAtNight() {
    Window nights = Window.awake("nights", ZoneOffset.UTC, WeekPlan.parse("mon-sun 08:00-20:00"));
    Rule rule = new Rule("rule 1", Selector.ALL, Terms.pausedBy("nights"));
    fleet.rules.replace(
        new Rules(List.of(rule), Map.of("nights", PauseWindow.of(nights)), Terms.NOTHING));
  }
}
