// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.AppState;
import dev.paastis.app.EventType;
import dev.paastis.app.Group;
import dev.paastis.app.TrackedApp;
import dev.paastis.fleet.Fleet;
import dev.paastis.policy.Busy;
import dev.paastis.policy.PolicyBook.Rules;
import dev.paastis.policy.Terms;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Work;
import dev.paastis.provider.Work.Used;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WorkTest {
  private static final Duration IDLE = Duration.ofMinutes(15);
  private static final Duration PAST_IDLE = Duration.ofMinutes(16);

  private final Fleet fleet = new Fleet();
  private final IdleWatch watch = fleet.idleWatch;

  WorkTest() {
    fleet.lifecycle.listen(watch);
  }

  /** Uses that part of a core at all times. */
  private Supplier<CallOutcome<Work>> working(double cores) {
    return () -> used((long) (fleet.ticker.nanos() * cores), 0);
  }

  private static CallOutcome<Work> used(long nanos, long sent) {
    return CallOutcome.done(new Work(Map.of("1", new Used(Duration.ofNanos(nanos), sent))));
  }

  private int runDue(Duration later) {
    return watch.runDue(fleet.clock.advance(later));
  }

  private void say(Terms base) {
    fleet.rules.replace(new Rules(List.of(), Map.of(), base));
  }

  private boolean sleeps(TrackedApp app) {
    return fleet.stateOf(app) instanceof AppState.Asleep;
  }

  @Test
  void app_that_works_counts_as_active_and_sleeps_once_it_has_done_its_work() {
    TrackedApp app = fleet.awake("worker");
    fleet.provider.workAnswers.put("worker", working(0.5));

    assertThat(runDue(PAST_IDLE)).isOne();
    assertThat(sleeps(app)).isFalse();
    assertThat(fleet.eventsOf(app)).isEmpty();
    assertThat(fleet.sleeper.nextSleep(app.id())).isEqualTo(fleet.clock.instant().plus(IDLE));
    assertThat(fleet.sleeper.decide(app).decisive().text())
        .matches("less than 15 min ago it was at work: it uses [0-9]+% of a core");

    assertThat(runDue(Duration.ofMinutes(14))).isZero();

    long done = fleet.ticker.nanos();
    fleet.provider.workAnswers.put("worker", () -> used(done / 2, 0));
    runUntilAsleep(app);
  }

  /** The time since it was found at work may have some of that work in it, once. */
  private void runUntilAsleep(TrackedApp app) {
    for (int round = 0; round < 3 && !sleeps(app); round++) {
      var _ = runDue(PAST_IDLE);
    }
    assertThat(sleeps(app)).isTrue();
  }

  @Test
  void app_at_rest_is_asked_nothing_before_it_is_due_and_then_twice() {
    TrackedApp app = fleet.awake("quiet");
    fleet.provider.workAnswers.put("quiet", working(0.01));

    assertThat(runDue(Duration.ofMinutes(14))).isZero();
    assertThat(fleet.provider.calls()).isEmpty();

    assertThat(runDue(Duration.ofMinutes(2))).isOne();
    assertThat(sleeps(app)).isTrue();
    assertThat(fleet.provider.calls()).containsExactly("work quiet", "work quiet", "stop quiet");
  }

  @Test
  void bytes_sent_count_as_well() {
    TrackedApp app = fleet.awake("feed");
    fleet.provider.workAnswers.put(
        "feed", () -> used(0, fleet.ticker.nanos() / 1_000_000 * 200)); // 200 kB a second

    assertThat(runDue(PAST_IDLE)).isOne();
    assertThat(sleeps(app)).isFalse();
    assertThat(fleet.sleeper.decide(app).decisive().text()).matches(".*it sends [0-9]+KiB/s");
  }

  @Test
  void work_that_comes_and_goes_is_found_over_the_time_since_the_last_check() {
    TrackedApp app = fleet.awake("cron");
    fleet.provider.workAnswers.put("cron", working(0.5));
    assertThat(runDue(PAST_IDLE)).isOne();

    // since then it has worked, and rests just now
    Duration more = Duration.ofHours(1);
    long rests = fleet.ticker.nanos() + more.toNanos();
    fleet.provider.workAnswers.put("cron", () -> used(rests, 0));
    int calls = fleet.provider.calls().size();
    assertThat(runDue(PAST_IDLE)).isOne();

    assertThat(sleeps(app)).isFalse();
    assertThat(fleet.provider.calls()).hasSize(calls + 1);
  }

  @Test
  void work_done_for_requests_is_no_work_of_its_own() {
    TrackedApp app = fleet.awake("shop");
    fleet.provider.workAnswers.put("shop", working(0.5));
    assertThat(runDue(PAST_IDLE)).isOne();

    fleet.gateways.before = new Gateways.Quiet(0, 0, fleet.clock.advance(Duration.ofMinutes(5)));
    long rests = fleet.ticker.nanos() + Duration.ofHours(1).toNanos();
    fleet.provider.workAnswers.put("shop", () -> used(rests, 0));
    var _ = runDue(PAST_IDLE);

    assertThat(sleeps(app)).isTrue();
  }

  @Test
  void provider_that_does_not_answer_is_asked_three_times_and_keeps_nothing_awake() {
    TrackedApp app = fleet.awake("dumb");
    fleet.provider.workAnswers.put("dumb", () -> CallOutcome.unknown("no answer"));

    assertThat(runDue(PAST_IDLE)).isOne();

    assertThat(sleeps(app)).isTrue();
    assertThat(fleet.provider.calls())
        .containsExactly("work dumb", "work dumb", "work dumb", "stop dumb");
  }

  @Test
  void provider_that_refuses_or_breaks_keeps_nothing_awake() {
    TrackedApp refused = fleet.awake("refused");
    TrackedApp broken = fleet.awake("broken");
    fleet.provider.workAnswers.put(
        "refused", () -> CallOutcome.refused(Refusal.Kind.FORBIDDEN, "no counters here"));
    fleet.provider.workAnswers.put(
        "broken",
        () -> {
          throw new IllegalStateException("a fault of the adapter");
        });

    assertThat(runDue(PAST_IDLE)).isEqualTo(2);

    assertThat(List.of(refused, broken)).allMatch(this::sleeps);
  }

  @Test
  void counters_that_stop_to_answer_between_two_readings_keep_nothing_awake() {
    TrackedApp app = fleet.awake("flaky");
    AtomicLong asked = new AtomicLong();
    fleet.provider.workAnswers.put(
        "flaky",
        () -> asked.getAndIncrement() == 0 ? used(1, 0) : CallOutcome.unknown("no answer"));

    assertThat(runDue(PAST_IDLE)).isOne();

    assertThat(sleeps(app)).isTrue();
  }

  @Test
  void member_at_work_keeps_its_group_awake() {
    TrackedApp web = fleet.awake("web", new Group("shop", 1));
    TrackedApp worker = fleet.awake("worker", new Group("shop", 0));
    fleet.provider.workAnswers.put("worker", working(0.5));

    assertThat(runDue(PAST_IDLE)).isPositive();

    assertThat(List.of(web, worker)).noneMatch(this::sleeps);
    assertThat(fleet.sleeper.nextSleep(web.id())).isEqualTo(fleet.clock.instant().plus(IDLE));
  }

  @Test
  void person_is_obeyed_whatever_the_app_does() {
    TrackedApp app = fleet.awake("worker");
    fleet.provider.workAnswers.put("worker", working(0.5));

    assertThat(fleet.sleeper.sleep(app.id(), Fleet.PERSON)).isEqualTo(new SleepOutcome.Asleep());
    assertThat(fleet.provider.calls()).containsExactly("stop worker");
  }

  @Test
  void rule_that_regards_no_work_asks_for_none() {
    TrackedApp app = fleet.awake("worker");
    fleet.provider.workAnswers.put("worker", working(0.5));
    say(Terms.busy(Busy.NEVER));

    assertThat(runDue(PAST_IDLE)).isOne();

    assertThat(sleeps(app)).isTrue();
    assertThat(fleet.provider.calls()).containsExactly("stop worker");
  }

  @Test
  void rule_says_from_how_much_work_on() {
    TrackedApp app = fleet.awake("worker");
    fleet.provider.workAnswers.put("worker", working(0.5));
    say(Terms.busy(new Busy(5.0, null)));

    assertThat(runDue(PAST_IDLE)).isOne();

    assertThat(sleeps(app)).isTrue();
  }

  @Test
  void dry_run_does_not_tell_of_a_sleep_that_work_would_prevent() {
    TrackedApp app = fleet.awake("worker");
    fleet.provider.workAnswers.put("worker", working(0.5));
    say(Terms.NOTHING.dryRun(true));

    assertThat(runDue(PAST_IDLE)).isZero();
    assertThat(fleet.eventsOf(app)).isEmpty();

    fleet.provider.workAnswers.put("worker", working(0));
    for (int round = 0; round < 3; round++) {
      var _ = runDue(PAST_IDLE);
    }
    assertThat(fleet.eventsOf(app)).contains(EventType.WOULD_SLEEP);
  }

  @Test
  void part_that_began_since_counts_whole_and_one_that_ended_not_at_all() {
    Used second = new Used(Duration.ofSeconds(1), 10);
    Used hour = new Used(Duration.ofHours(1), 1_000);
    Work before = new Work(Map.of("old", hour, "web", second));

    assertThat(new Work(Map.of("web", hour)).since(before))
        .isEqualTo(new Used(Duration.ofHours(1).minusSeconds(1), 990));
    assertThat(new Work(Map.of("web", second, "new", second)).since(before)).isEqualTo(second);
    assertThat(new Work(Map.of("old", second)).since(before)).isEqualTo(Used.NOTHING);
  }
}
