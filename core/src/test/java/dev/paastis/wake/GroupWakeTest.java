// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.EngineId;
import dev.paastis.app.EventType;
import dev.paastis.app.Group;
import dev.paastis.app.TrackedApp;
import dev.paastis.fleet.FakeProvider;
import dev.paastis.fleet.Fleet;
import dev.paastis.pause.SleepHooks;
import dev.paastis.pause.SleepOutcome;
import dev.paastis.pause.Sleeper;
import dev.paastis.policy.WakeBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Control;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class GroupWakeTest {
  private static final Duration DELAY = Duration.ofSeconds(7);

  private final Fleet fleet = new Fleet();

  private static Group member(int order) {
    return new Group("shop", order);
  }

  private static Group optional(int order) {
    return new Group("shop", order, Duration.ZERO, true, false);
  }

  private static Group whole(int order) {
    return new Group("shop", order, Duration.ZERO, false, true);
  }

  private static Group delayed(int order) {
    return new Group("shop", order, DELAY, false, false);
  }

  private WakeOutcome wake(TrackedApp app) {
    return fleet.waker.wake(app.id(), Fleet.REQUEST);
  }

  private boolean awake(TrackedApp app) {
    return fleet.stateOf(app) instanceof AppState.Awake;
  }

  private void becomesAwake(TrackedApp app) throws InterruptedException {
    becomes(app, row -> row.state() instanceof AppState.Awake);
  }

  /** It was being woken, and sleeps again. */
  private void fails(TrackedApp app) throws InterruptedException {
    becomes(app, row -> row.version() > 2 && row.state() instanceof AppState.Asleep);
    assertThat(fleet.eventsOf(app)).contains(EventType.WAKE_FAILED);
  }

  private void becomes(TrackedApp app, Predicate<TrackedApp> what) throws InterruptedException {
    Deadline end = Deadline.after(Duration.ofHours(1), fleet.ticker);
    assertThat(fleet.directory.await(app.id(), what, end)).isPresent();
  }

  private void refuses(String ref) {
    fleet.provider.startAnswers.put(
        ref, () -> CallOutcome.refused(Refusal.Kind.INVALID, "no such command"));
  }

  @Test
  void members_of_one_order_wake_side_by_side_between_those_before_and_after() {
    TrackedApp front = fleet.asleep("shop", member(3));
    var _ = fleet.asleep("shop-search", member(2));
    var _ = fleet.asleep("shop-api", member(2));
    var _ = fleet.asleep("shop-db", member(1));

    assertThat(wake(front)).isInstanceOf(WakeOutcome.Ready.class);

    List<String> calls = fleet.provider.calls();
    assertThat(calls).hasSize(4).startsWith("start shop-db").endsWith("start shop");
  }

  @Test
  void member_waits_its_delay_after_those_before_it_are_ready() {
    Map<Duration, List<String>> startedBefore = new ConcurrentHashMap<>();
    Ticker ticker =
        new Ticker() {
          @Override
          public long nanos() {
            return fleet.ticker.nanos();
          }

          @Override
          public void pause(Duration time) throws InterruptedException {
            startedBefore.putIfAbsent(time, fleet.provider.calls());
            fleet.ticker.pause(time);
          }
        };
    TrackedApp front = fleet.asleep("shop", delayed(2));
    var _ = fleet.asleep("shop-db", member(1));
    long begun = fleet.ticker.nanos();

    assertThat(waker(ticker, _ -> fleet.provider, fleet.provider).wake(front.id(), Fleet.REQUEST))
        .isInstanceOf(WakeOutcome.Ready.class);

    assertThat(startedBefore).containsEntry(DELAY, List.of("start shop-db"));
    assertThat(Duration.ofNanos(fleet.ticker.nanos() - begun)).isGreaterThanOrEqualTo(DELAY);
  }

  @Test
  void who_runs_already_is_not_waited_for() {
    TrackedApp front = fleet.awake("shop", delayed(2));
    TrackedApp back = fleet.asleep("shop-db", member(1));
    long begun = fleet.ticker.nanos();

    assertThat(wake(front)).isInstanceOf(WakeOutcome.Ready.class);

    assertThat(awake(back)).isTrue();
    assertThat(fleet.provider.calls()).containsExactly("start shop-db");
    assertThat(Duration.ofNanos(fleet.ticker.nanos() - begun)).isLessThan(DELAY);
  }

  @Test
  void optional_member_that_fails_is_told_and_fails_nothing() throws Exception {
    TrackedApp front = fleet.asleep("shop", member(2));
    TrackedApp search = fleet.asleep("shop-search", optional(1));
    refuses("shop-search");

    assertThat(wake(front)).isInstanceOf(WakeOutcome.Ready.class);

    fails(search);
    assertThat(awake(front)).isTrue();
    assertThat(wake(search)).isInstanceOf(WakeOutcome.Failed.class);
  }

  @Test
  void optional_member_starts_after_those_that_it_needs() throws Exception {
    TrackedApp front = fleet.asleep("shop", member(1));
    TrackedApp search = fleet.asleep("shop-search", optional(2));
    TrackedApp last = fleet.asleep("shop-worker", optional(3));

    assertThat(wake(front)).isInstanceOf(WakeOutcome.Ready.class);

    becomesAwake(search);
    becomesAwake(last);
    assertThat(fleet.provider.calls())
        .startsWith("start shop")
        .containsExactlyInAnyOrder("start shop", "start shop-search", "start shop-worker");
  }

  @Test
  void what_failed_keeps_later_members_asleep_optional_ones_too() throws Exception {
    TrackedApp front = fleet.asleep("shop", member(1));
    TrackedApp api = fleet.asleep("shop-api", member(2));
    TrackedApp worker = fleet.asleep("shop-worker", member(3));
    TrackedApp search = fleet.asleep("shop-search", optional(3));
    refuses("shop-api");

    assertThat(wake(front)).isInstanceOf(WakeOutcome.Ready.class);

    fails(api);
    assertThat(awake(worker)).isFalse();
    assertThat(awake(search)).isFalse();
    assertThat(fleet.provider.calls())
        .startsWith("start shop", "start shop-api")
        .doesNotContain("start shop-worker", "start shop-search");
  }

  @Test
  void request_for_the_first_waits_for_the_whole_group_where_the_group_says_so() throws Exception {
    TrackedApp back = fleet.asleep("shop-db", whole(1));
    TrackedApp api = fleet.asleep("shop-api", whole(2));
    TrackedApp front = fleet.asleep("shop", whole(3));
    Group last = new Group("shop", 4, Duration.ZERO, true, true);
    TrackedApp search = fleet.asleep("shop-search", last);
    refuses("shop-search");

    assertThat(wake(back)).isInstanceOf(WakeOutcome.Ready.class);

    assertThat(List.of(back, api, front)).allMatch(this::awake);
    fails(search);
  }

  @Test
  void whole_group_is_not_ready_while_a_member_is_not() {
    TrackedApp back = fleet.asleep("shop-db", whole(1));
    var _ = fleet.asleep("shop", whole(2));
    refuses("shop");

    assertThat(wake(back))
        .isInstanceOfSatisfying(
            WakeOutcome.Failed.class, failed -> assertThat(failed.detail()).contains("shop"));
  }

  @Test
  void request_for_the_first_waits_for_nobody_else_otherwise() throws Exception {
    TrackedApp back = fleet.asleep("shop-db", member(1));
    TrackedApp front = fleet.asleep("shop", member(2));

    assertThat(wake(back)).isInstanceOf(WakeOutcome.Ready.class);

    becomesAwake(front);
    assertThat(fleet.provider.calls()).containsExactly("start shop-db", "start shop");
  }

  @Test
  void group_across_two_platforms_wakes_in_order_and_sleeps_in_reverse() {
    FakeProvider other = new FakeProvider();
    Account elsewhere = new Account(UUID.randomUUID(), fleet.space, "other", "there", "second");
    Function<Account, Provider> providers =
        account -> account.equals(elsewhere) ? other : fleet.provider;
    Probe both =
        (upstream, path, time) ->
            fleet.provider.answers(upstream, path, time)
                ? Probe.Sight.ANSWERS
                : other.look(upstream, path, time);
    TrackedApp front = fleet.asleep("shop", member(2));
    TrackedApp back = asleepOn(elsewhere, "shop-db", other);
    Waker waker = waker(fleet.ticker, providers, both);

    assertThat(waker.wake(front.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(List.of(front, back)).allMatch(this::awake);
    assertThat(other.calls()).containsExactly("start shop-db");
    assertThat(fleet.provider.calls()).containsExactly("start shop");

    Sleeper sleeper =
        new Sleeper(
            control(fleet.ticker, providers),
            fleet.gateways,
            fleet.rules,
            new Sleeper.Listeners(fleet.morningWatch, SleepHooks.NONE));
    other.stopAnswer = () -> CallOutcome.refused(Refusal.Kind.FORBIDDEN, "read only");
    assertThat(sleeper.sleep(back.id(), Fleet.PERSON)).isInstanceOf(SleepOutcome.Failed.class);
    assertThat(awake(front)).isFalse();
    assertThat(awake(back)).isTrue();

    other.stopAnswer = null;
    assertThat(sleeper.sleep(front.id(), Fleet.PERSON)).isInstanceOf(SleepOutcome.Asleep.class);
    assertThat(awake(back)).isFalse();
  }

  private TrackedApp asleepOn(Account account, String name, FakeProvider provider) {
    provider.put(name, new AppStatus.Stopped(Fleet.WEB));
    App app =
        new App(
            new AppId(UUID.randomUUID()),
            account,
            name,
            name,
            List.of(),
            AppSettings.DEFAULT,
            member(1));
    var row =
        new TrackedApp(app, 1, new AppState.Asleep(fleet.clock.instant(), Fleet.WEB), null, null);
    fleet.apps.put(row);
    fleet.lifecycle.publish(row);
    return row;
  }

  private Control control(Ticker ticker, Function<Account, Provider> providers) {
    return new Control(
        new EngineId(UUID.randomUUID()),
        fleet.lifecycle,
        fleet.directory,
        providers::apply,
        ticker);
  }

  private Waker waker(Ticker ticker, Function<Account, Provider> providers, Probe probe) {
    Control control = control(ticker, providers);
    WakeGuard guard =
        new WakeGuard(
            control,
            fleet.rules,
            new WakeGuard.Log(fleet.history, fleet.apps),
            new WakeBudget(1_000, 10_000));
    return new Waker(control, guard, fleet.history, probe);
  }
}
