// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.paastis.app.AppId;
import dev.paastis.app.AppListener;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.Group;
import dev.paastis.app.Operation;
import dev.paastis.app.TrackedApp;
import dev.paastis.fleet.Fleet;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WakerTest {
  private static final Duration LONGER_THAN_ANY_WAKE = Duration.ofHours(1);

  private final Fleet fleet = new Fleet();

  @Test
  void asleep_app_is_started_with_exactly_its_formation() {
    TrackedApp app = fleet.asleep("hello");

    WakeOutcome outcome = fleet.waker.wake(app.id(), Fleet.REQUEST);

    assertThat(outcome).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(fleet.provider.startedWith("hello")).isEqualTo(Fleet.WEB);
    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Awake.class);
    assertThat(fleet.eventsOf(app)).containsExactly(EventType.WAKE_STARTED, EventType.WOKEN);
    assertThat(fleet.history.woken).containsExactly(app.id());
  }

  @Test
  void awake_app_is_not_started_again() {
    TrackedApp app = fleet.awake("hello");

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(fleet.provider.calls()).isEmpty();
  }

  @Test
  void hundred_wakes_at_once_lead_to_one_start() throws Exception {
    TrackedApp app = fleet.asleep("hello");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<WakeOutcome>> wakes =
          IntStream.range(0, 100)
              .<Callable<WakeOutcome>>mapToObj(_ -> () -> fleet.waker.wake(app.id(), Fleet.REQUEST))
              .toList();

      assertThat(threads.invokeAll(wakes))
          .allSatisfy(wake -> assertThat(wake.get()).isInstanceOf(WakeOutcome.Ready.class));
    }
    assertThat(fleet.provider.calls()).containsExactly("start hello");
  }

  @Test
  void followers_of_a_failed_wake_get_its_failure_and_do_not_start_again() throws Exception {
    TrackedApp app = fleet.asleep("hello");
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch refuse = new CountDownLatch(1);
    fleet.provider.startAnswer =
        () -> {
          started.countDown();
          await(refuse);
          return CallOutcome.refused(Refusal.Kind.QUOTA, "no money left");
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> fleet.waker.wake(app.id(), Fleet.REQUEST));
      started.await();
      var second = threads.submit(() -> fleet.waker.wake(app.id(), Fleet.REQUEST));
      refuse.countDown();

      assertThat(first.get()).isEqualTo(failed(WakeOutcome.Failure.REFUSED, "no money left"));
      assertThat(second.get()).isInstanceOf(WakeOutcome.Failed.class);
    }
  }

  @Test
  void refused_start_leaves_nothing_running_and_tells_why() {
    TrackedApp app = fleet.asleep("hello");
    fleet.provider.startAnswer = () -> CallOutcome.refused(Refusal.Kind.INVALID, "no such command");

    WakeOutcome outcome = fleet.waker.wake(app.id(), Fleet.REQUEST);

    assertThat(outcome).isEqualTo(failed(WakeOutcome.Failure.REFUSED, "no such command"));
    assertThat(fleet.provider.calls()).containsExactly("start hello", "stop hello");
    assertThat(fleet.stateOf(app))
        .asInstanceOf(type(AppState.Asleep.class))
        .satisfies(asleep -> assertThat(asleep.formation()).isEqualTo(Fleet.WEB));
  }

  @Test
  void crash_while_starting_is_told_with_the_tail_of_its_output() {
    TrackedApp app = fleet.asleep("hello");
    fleet.provider.crashesAfterStart = true;

    WakeOutcome outcome = fleet.waker.wake(app.id(), Fleet.REQUEST);

    assertThat(outcome)
        .isEqualTo(failed(WakeOutcome.Failure.CRASHED, "stopped by itself with exit code 3"));
    Event event = fleet.apps.events().getLast();
    assertThat(event.type()).isEqualTo(EventType.WAKE_FAILED);
    assertThat(event.details()).containsEntry("tail", "cannot read settings");
    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Asleep.class);
  }

  @Test
  void app_that_never_answers_is_stopped_at_its_timeout() {
    TrackedApp app = fleet.asleep("hello");
    fleet.provider.neverReady = true;

    WakeOutcome outcome = fleet.waker.wake(app.id(), Fleet.REQUEST);

    assertThat(outcome)
        .asInstanceOf(type(WakeOutcome.Failed.class))
        .satisfies(f -> assertThat(f.failure()).isEqualTo(WakeOutcome.Failure.TIMED_OUT));
    assertThat(fleet.provider.runs("hello")).isFalse();
    assertThat(fleet.apps.events().getLast().details())
        .containsEntry("tail", "last words of hello");
  }

  @Test
  void app_out_of_bounds_is_stopped_as_soon_as_its_address_is_known() {
    TrackedApp app = fleet.asleep("hello");
    fleet.provider.outOfBounds = true;

    WakeOutcome outcome = fleet.waker.wake(app.id(), Fleet.REQUEST);

    assertThat(outcome)
        .asInstanceOf(type(WakeOutcome.Failed.class))
        .satisfies(f -> assertThat(f.failure()).isEqualTo(WakeOutcome.Failure.ADDRESS_REFUSED))
        .satisfies(f -> assertThat(f.detail()).contains("private-upstreams"));
    assertThat(fleet.provider.runs("hello")).isFalse();
    assertThat(fleet.apps.events().getLast().type()).isEqualTo(EventType.WAKE_FAILED);
    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Asleep.class);
  }

  @Test
  void unknown_start_that_was_carried_out_is_found_by_asking() {
    TrackedApp app = fleet.asleep("hello");
    fleet.provider.startAnswer =
        () -> {
          fleet.provider.run("hello", Fleet.WEB);
          return CallOutcome.unknown("connection cut");
        };

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);
  }

  @Test
  void unknown_start_that_was_not_carried_out_fails() {
    TrackedApp app = fleet.asleep("hello");
    fleet.provider.startAnswer = () -> CallOutcome.unknown("connection cut");

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST))
        .isEqualTo(failed(WakeOutcome.Failure.UNKNOWN, "connection cut"));
    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Asleep.class);
  }

  @Test
  void probe_alone_does_not_suffice_where_the_provider_must_agree() {
    fleet.provider.probeSuffices = false;
    fleet.provider.saysStarting.set(1);
    TrackedApp app = fleet.asleep("hello");

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(fleet.ticker.nanos()).isGreaterThanOrEqualTo(100_000_000L); // one status round
  }

  @Test
  void provider_that_must_agree_is_asked_without_a_rest() {
    fleet.provider.probeSuffices = false;
    fleet.provider.statusEvery = LONGER_THAN_ANY_WAKE;
    TrackedApp app = fleet.asleep("hello");

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);
  }

  @Test
  void shared_router_is_probed_only_when_the_provider_says_that_the_app_runs() {
    fleet.provider.probeSuffices = false;
    fleet.provider.behindRouter = true;
    fleet.provider.saysStarting.set(5);
    fleet.provider.silentProbes.set(2);
    TrackedApp app = fleet.asleep("hello");

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(fleet.ticker.nanos()).isGreaterThanOrEqualTo(500_000_000L); // five status rounds
    assertThat(fleet.provider.probes.get()).isBetween(3, 15); // of 50 in that time
  }

  @Test
  void probe_that_holds_after_the_providers_word_is_not_kept_waiting_for_another() {
    fleet.provider.probeSuffices = false;
    fleet.provider.statusEvery = LONGER_THAN_ANY_WAKE;
    fleet.provider.silentProbes.set(5);
    TrackedApp app = fleet.asleep("hello");

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);
  }

  @Test
  void group_wakes_in_order_before_the_app_that_was_asked_for() {
    TrackedApp front = fleet.asleep("shop", new Group("shop", 2));
    TrackedApp back = fleet.asleep("shop-api", new Group("shop", 1));

    assertThat(fleet.waker.wake(front.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);

    assertThat(fleet.provider.calls()).containsExactly("start shop-api", "start shop");
    assertThat(fleet.apps.events())
        .filteredOn(e -> back.id().equals(e.app()))
        .allSatisfy(e -> assertThat(e.cause().kind()).isEqualTo(Cause.Kind.GROUP));
  }

  @Test
  void group_member_that_fails_is_named_and_later_orders_stay_asleep() {
    TrackedApp front = fleet.asleep("shop", new Group("shop", 2));
    var _ = fleet.asleep("shop-api", new Group("shop", 1));
    fleet.provider.startAnswer = () -> CallOutcome.refused(Refusal.Kind.INVALID, "no such command");

    assertThat(fleet.waker.wake(front.id(), Fleet.REQUEST))
        .isEqualTo(
            failed(WakeOutcome.Failure.REFUSED, "shop-api, which it needs: no such command"));
    assertThat(fleet.provider.calls()).doesNotContain("start shop");
  }

  @Test
  void used_up_budget_refuses_requests_once_told_but_not_people() {
    TrackedApp app = fleet.asleep("hello");
    fleet.history.counted = 240;

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.NotNow.class);
    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.NotNow.class);
    assertThat(fleet.eventsOf(app)).containsExactly(EventType.WAKE_REFUSED);
    assertThat(fleet.waker.wake(app.id(), Fleet.PERSON)).isInstanceOf(WakeOutcome.Ready.class);
  }

  @Test
  void store_away_at_the_beginning_starts_nothing() {
    TrackedApp app = fleet.asleep("hello");
    fleet.apps.failNext(1);

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST))
        .asInstanceOf(type(WakeOutcome.NotNow.class))
        .satisfies(notNow -> assertThat(notNow.retryAfter()).isPositive());
    assertThat(fleet.provider.calls()).isEmpty();
  }

  @Test
  void store_away_during_the_wake_is_waited_for() {
    TrackedApp app = fleet.asleep("hello");
    fleet.provider.startAnswer =
        () -> {
          fleet.apps.failNext(5);
          return CallOutcome.done(fleet.provider.run("hello", Fleet.WEB));
        };

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Awake.class);
  }

  @Test
  void unknown_app_is_asked_for_first() {
    fleet.provider.put("hello", new AppStatus.Stopped(Fleet.WEB));
    TrackedApp app =
        fleet.add("hello", null, new AppState.Unknown(fleet.clock.instant(), "timeout", Fleet.WEB));

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(fleet.eventsOf(app))
        .containsExactly(EventType.FOUND_ASLEEP, EventType.WAKE_STARTED, EventType.WOKEN);
  }

  @Test
  void wake_during_a_sleep_follows_the_stop() throws Exception {
    TrackedApp app = fleet.awake("hello");
    CountDownLatch gate = new CountDownLatch(1);
    fleet.provider.stopGate = gate;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sleep = threads.submit(() -> fleet.sleeper.sleep(app.id(), Fleet.PERSON));
      while (!fleet.provider.calls().contains("stop hello")) {
        Thread.onSpinWait();
      }
      var wake = threads.submit(() -> fleet.waker.wake(app.id(), Fleet.REQUEST));
      gate.countDown();

      assertThat(sleep.get()).isNotNull();
      assertThat(wake.get()).isInstanceOf(WakeOutcome.Ready.class);
    }
    assertThat(fleet.provider.calls()).containsExactly("stop hello", "start hello");
  }

  @Test
  void wake_of_a_dead_engine_is_taken_up() {
    fleet.provider.put("hello", new AppStatus.Stopped(Fleet.WEB));
    Operation orphan =
        new Operation(
            UUID.randomUUID(),
            new EngineId(UUID.randomUUID()),
            fleet.clock.instant(),
            Fleet.REQUEST);
    TrackedApp app =
        fleet.add("hello", null, new AppState.Waking(fleet.clock.instant(), orphan, Fleet.WEB));

    assertThat(fleet.reconciler.takeUp(() -> Set.of(orphan.engine()))).isZero();
    assertThat(fleet.reconciler.takeUp(Set::of)).isEqualTo(1);

    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Awake.class);
    assertThat(fleet.eventsOf(app)).containsExactly(EventType.TAKEN_UP, EventType.WOKEN);
  }

  @Test
  void wake_whose_beginning_was_stored_without_an_answer_goes_on() {
    TrackedApp app = fleet.asleep("hello");
    fleet.apps.loseNextAnswer(0);

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(fleet.eventsOf(app)).containsExactly(EventType.WAKE_STARTED, EventType.WOKEN);
  }

  @Test
  void wake_whose_beginning_may_have_been_stored_is_taken_up() {
    TrackedApp app = fleet.asleep("hello");
    fleet.apps.loseNextAnswer(1);

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST))
        .asInstanceOf(type(WakeOutcome.NotNow.class))
        .satisfies(notNow -> assertThat(notNow.reason()).isEqualTo(WakeOutcome.Reason.STORE));
    assertThat(fleet.provider.calls()).isEmpty();
    assertThat(fleet.reconciler.takeUp(() -> Set.of(fleet.control.engine()))).isEqualTo(1);

    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Awake.class);
  }

  @Test
  void adapter_that_breaks_leaves_an_unknown_app_and_no_operation() {
    TrackedApp app = fleet.asleep("hello");
    fleet.provider.startAnswer =
        () -> {
          throw new IllegalStateException("a fault of the adapter");
        };

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST))
        .asInstanceOf(type(WakeOutcome.Failed.class))
        .satisfies(f -> assertThat(f.failure()).isEqualTo(WakeOutcome.Failure.UNKNOWN));
    assertThat(fleet.stateOf(app)).isInstanceOf(AppState.Asleep.class);
    assertThat(fleet.reconciler.takeUp(Set::of)).isZero();
  }

  @Test
  void engine_that_was_taken_for_dead_stops_nothing() {
    TrackedApp app = fleet.asleep("hello");
    fleet.provider.startAnswer =
        () -> {
          takenUpAndWokenByAnother(app);
          return CallOutcome.refused(Refusal.Kind.QUOTA, "one of it runs already");
        };

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);
    assertThat(fleet.provider.calls()).containsExactly("start hello");
    assertThat(fleet.provider.runs("hello")).isTrue();
  }

  private void takenUpAndWokenByAnother(TrackedApp app) {
    TrackedApp row = fleet.apps.find(app.id()).orElseThrow();
    AppState.Waking waking = (AppState.Waking) row.state();
    var upstream = fleet.provider.run("hello", Fleet.WEB).upstream();
    Event event = Event.about(row.app(), fleet.clock.instant(), EventType.TAKEN_UP, Fleet.REQUEST);
    TrackedApp taken = fleet.apps.transition(row, waking, event).orElseThrow();
    AppState awake = waking.toAwake(fleet.clock.instant(), upstream, Fleet.WEB);
    assertThat(fleet.apps.transition(taken, awake, event)).isPresent();
  }

  @Test
  void listener_that_fails_does_not_undo_what_is_stored() {
    TrackedApp app = fleet.asleep("hello");
    fleet.lifecycle.listen(
        new AppListener() {
          @Override
          public void changed(TrackedApp row) {
            throw new IllegalStateException("a fault of a listener");
          }

          @Override
          public void removed(TrackedApp row) {}
        });

    assertThat(fleet.waker.wake(app.id(), Fleet.REQUEST)).isInstanceOf(WakeOutcome.Ready.class);
  }

  @Test
  void nobody_knows_the_app_no_such_app() {
    assertThat(fleet.waker.wake(new AppId(UUID.randomUUID()), Fleet.REQUEST))
        .isEqualTo(new WakeOutcome.NoSuchApp());
  }

  private static WakeOutcome.Failed failed(WakeOutcome.Failure failure, String detail) {
    return new WakeOutcome.Failed(failure, detail);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
