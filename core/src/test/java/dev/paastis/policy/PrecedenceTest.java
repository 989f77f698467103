// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.policy.PolicyBook.Rules;
import dev.paastis.policy.Reason.Rank;
import dev.paastis.schedule.WeekPlan;
import dev.paastis.schedule.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrecedenceTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final Window NIGHTS =
      Window.awake("nights", PARIS, WeekPlan.parse("mon-fri 08:00-20:00"));

  /** A Friday. */
  private static final Instant NOON = at("2026-11-20T12:00");

  private static final Instant EVENING = at("2026-11-20T20:30");

  private final Facts facts = Facts.awake("blog", NOON.minus(Duration.ofHours(1)));

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(PARIS).toInstant();
  }

  private static Policy policy(Rule... rules) {
    return PolicyBook.trial(
        new Rules(List.of(rules), Map.of("nights", PauseWindow.of(NIGHTS)), Terms.NOTHING),
        Apps.named("blog"));
  }

  private static Rule rule(Terms terms) {
    return new Rule("rule 1", Selector.ALL, terms);
  }

  private static Terms never() {
    return new Terms(null, null, null, true, null, null, null, null, null, null, null, null);
  }

  private static Terms times(Duration minimum, Duration grace) {
    return new Terms(null, minimum, grace, null, null, null, null, null, null, null, null, null);
  }

  private Rank decisive(Facts of, Policy policy, Instant now) {
    return Precedence.decide(of, policy, now).decisive().rank();
  }

  @Test
  void the_idle_timeout_decides_where_nobody_else_has_a_word() {
    Decision decision = Precedence.decide(facts, policy(), NOON);

    assertThat(decision.verdict())
        .isEqualTo(new Verdict.Sleep(false, Duration.ofMinutes(15), "no activity for 15 min"));
    assertThat(decision.reasons())
        .extracting(Reason::rank)
        .containsExactlyElementsOf(EnumSet.complementOf(EnumSet.of(Rank.VETO)));
  }

  @Test
  void activity_moves_the_sleep_and_names_who_set_the_timeout() {
    Facts used = with(facts, NOON.minus(Duration.ofMinutes(5)), false);

    Decision decision = Precedence.decide(used, policy(rule(Terms.idle(minutes(10)))), NOON);

    assertThat(decision.verdict())
        .isEqualTo(
            new Verdict.Stay(NOON.plus(minutes(5)), "its last activity is less than 10 min ago"));
    assertThat(decision.decisive().by()).isEqualTo("rule 1");
  }

  @Test
  void a_window_comes_before_the_idle_timeout_and_waits_for_its_quiet_time() {
    Policy nights = policy(rule(Terms.pausedBy("nights")));
    Facts used = with(facts, EVENING.minus(minutes(2)), false);

    assertThat(Precedence.decide(used, nights, EVENING).verdict())
        .isEqualTo(
            new Verdict.Stay(
                EVENING.plus(minutes(3)), "its last activity is less than 15 min ago"));
    Decision quiet = Precedence.decide(used, nights, EVENING.plus(minutes(3)));
    assertThat(quiet.decisive().rank()).isEqualTo(Rank.WINDOW);
    assertThat(quiet.verdict()).isInstanceOf(Verdict.Sleep.class);
    assertThat(((Verdict.Sleep) quiet.verdict()).window()).isTrue();
    assertThat(quiet.decisive().until()).isEqualTo(at("2026-11-23T08:00"));
  }

  @Test
  void an_app_in_use_is_looked_at_again_when_the_window_begins() {
    Policy nights = policy(rule(Terms.pausedBy("nights")));
    Facts used = with(facts, at("2026-11-20T19:58"), false);

    assertThat(Precedence.decide(used, nights, at("2026-11-20T19:59")).verdict())
        .extracting(verdict -> ((Verdict.Stay) verdict).until())
        .isEqualTo(at("2026-11-20T20:00"));
  }

  @Test
  void an_app_with_requests_under_way_is_looked_at_when_any_row_may_act() {
    Policy nights = policy(rule(Terms.pausedBy("nights")), rule(Terms.idle(Duration.ofDays(9))));
    Facts busy = with(facts, null, true);

    assertThat(until(Precedence.decide(busy, nights, NOON))).isEqualTo(at("2026-11-20T20:00"));
    assertThat(until(Precedence.decide(busy, nights, EVENING))).isEqualTo(EVENING.plus(minutes(5)));
    assertThat(until(Precedence.decide(busy, policy(), NOON))).isEqualTo(NOON.plus(minutes(15)));
  }

  private static Instant until(Decision decision) {
    return ((Verdict.Stay) decision.verdict()).until();
  }

  @Test
  void each_row_gives_way_to_those_above_it() {
    Policy nights = policy(rule(Terms.pausedBy("nights")));
    assertThat(decisive(facts, nights, EVENING)).isEqualTo(Rank.WINDOW);

    Facts fresh = Facts.awake("blog", EVENING.minus(minutes(1)));
    Policy least = policy(rule(times(Duration.ofHours(1), Duration.ofHours(2))));
    assertThat(decisive(fresh, least, EVENING)).isEqualTo(Rank.MINIMUM_AWAKE);

    Facts deployed =
        new Facts("blog", fresh.awakeSince(), EVENING, null, false, null, null, null, null);
    assertThat(decisive(deployed, least, EVENING)).isEqualTo(Rank.GRACE);
    assertThat(decisive(with(deployed, null, true), least, EVENING)).isEqualTo(Rank.IN_USE);

    Facts pinned =
        new Facts("blog", fresh.awakeSince(), EVENING, null, true, Instant.MAX, null, null, null);
    assertThat(decisive(pinned, least, EVENING)).isEqualTo(Rank.PIN);
    assertThat(decisive(pinned, policy(rule(never())), EVENING)).isEqualTo(Rank.NEVER_SLEEP);

    Facts production =
        new Facts("blog", fresh.awakeSince(), null, null, false, null, "by the file", null, null);
    assertThat(decisive(production, policy(rule(never())), EVENING)).isEqualTo(Rank.PRODUCTION);
    Terms ignore =
        new Terms(null, null, null, null, true, null, null, null, null, null, null, null);
    assertThat(decisive(production, policy(rule(ignore)), EVENING)).isEqualTo(Rank.IGNORED);
  }

  @Test
  void a_member_that_may_not_sleep_keeps_its_group_awake() {
    Decision idle = Precedence.decide(facts, policy(), NOON);
    Decision used = Precedence.decide(with(facts, NOON, false), policy(), NOON);

    assertThat(Precedence.strictest(List.of(idle, used))).isEqualTo(used);
    assertThat(Precedence.strictest(List.of(idle, idle))).isEqualTo(idle);
    Decision paused = Precedence.decide(facts, policy(rule(Terms.pausedBy("nights"))), EVENING);
    assertThat(Precedence.strictest(List.of(idle, paused))).isEqualTo(paused);
    assertThat(Precedence.strictest(List.of(paused, idle))).isEqualTo(paused);
  }

  private static Facts with(Facts facts, @Nullable Instant lastActivity, boolean busy) {
    return new Facts(
        facts.name(),
        facts.awakeSince(),
        facts.handledAt(),
        lastActivity,
        busy,
        facts.pinnedUntil(),
        facts.production(),
        facts.work(),
        facts.waking());
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }
}
