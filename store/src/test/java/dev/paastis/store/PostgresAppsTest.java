// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static dev.paastis.store.SharedStore.UPSTREAM;
import static dev.paastis.store.SharedStore.WEB;
import static dev.paastis.store.SharedStore.account;
import static dev.paastis.store.SharedStore.app;
import static dev.paastis.store.SharedStore.awake;
import static dev.paastis.store.SharedStore.declared;
import static dev.paastis.store.SharedStore.event;
import static dev.paastis.store.SharedStore.move;
import static dev.paastis.store.SharedStore.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppRepository;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState.Asleep;
import dev.paastis.app.AppState.Awake;
import dev.paastis.app.AppState.FallingAsleep;
import dev.paastis.app.AppState.Unknown;
import dev.paastis.app.AppState.Waking;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.app.Group;
import dev.paastis.app.TrackedApp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class PostgresAppsTest {
  private final AppRepository apps = SharedStore.store().apps();

  @Test
  void many_transitions_from_one_version_have_one_winner() throws Exception {
    for (int round = 0; round < 20; round++) {
      TrackedApp awake = awake();
      int engines = 4;
      CyclicBarrier together = new CyclicBarrier(engines);
      List<Callable<Optional<TrackedApp>>> attempts = new ArrayList<>();
      for (int i = 0; i < engines; i++) {
        attempts.add(() -> {
          together.await();
          return apps.transition(
              awake, ((Awake) awake.state()).toFallingAsleep(T0, operation(T0)), event(awake, T0));
        });
      }

      List<TrackedApp> winners = new ArrayList<>();
      try (var executor = Executors.newFixedThreadPool(engines)) {
        for (Future<Optional<TrackedApp>> attempt : executor.invokeAll(attempts)) {
          attempt.get().ifPresent(winners::add);
        }
      }

      assertThat(winners).hasSize(1);
      assertThat(apps.find(awake.id())).contains(winners.getFirst());
      assertThat(eventsOf(awake)).hasSize(3);
      assertThat(SharedStore.store().ledger().intervals(awake.id(), Instant.EPOCH, Instant.MAX))
          .filteredOn(interval -> interval.to() == null)
          .singleElement()
          .satisfies(open -> assertThat(open.state().wire()).isEqualTo("falling-asleep"));
    }
  }

  @Test
  void every_state_is_read_back_as_it_was_written() {
    TrackedApp app = declared();
    Formation rich =
        new Formation(
            List.of(new ProcessType("web", 2, "M"), new ProcessType("job", 0, "")),
            Map.of("pid", "17"));
    Awake awake = ((Unknown) app.state()).observedAwake(T0.plusSeconds(1), UPSTREAM, rich);
    FallingAsleep falling = awake.toFallingAsleep(T0.plusSeconds(2), operation(T0));
    Asleep asleep = falling.toAsleep(T0.plusSeconds(3));
    Waking waking = asleep.toWaking(T0.plusSeconds(4), operation(T0));
    Unknown unknown = waking.toUnknown(T0.plusSeconds(5), "no answer");

    for (var state : List.of(awake, falling, asleep, waking, unknown)) {
      app = move(app, state, state.since());
      assertThat(app.state()).isEqualTo(state);
    }
    assertThat(app.version()).isEqualTo(6);
    assertThat(apps.find(app.id())).contains(app);
  }

  @Test
  void a_lost_transition_leaves_nothing_behind() {
    TrackedApp first = declared();
    move(first, ((Unknown) first.state()).observedAsleep(T0), T0);
    int events = eventsOf(first).size();

    assertThat(
            apps.transition(
                first,
                ((Unknown) first.state()).observedAwake(T0, UPSTREAM, WEB),
                event(first, T0)))
        .isEmpty();
    assertThat(eventsOf(first)).hasSize(events);
  }

  @Test
  void what_postgres_refuses_in_texts_is_replaced() {
    TrackedApp app = declared();
    Event event = event(app, T0).with(Map.of("tail", "a\u0000b\ud800c \ud83d\ude00"));
    assertThat(apps.transition(app, app.state().toUnknown(T0, "bad\u0000"), event)).isPresent();

    assertThat(eventsOf(app).getFirst().details())
        .containsEntry("tail", "a\ufffdb\ufffdc \ud83d\ude00");
    assertThat(((Unknown) apps.find(app.id()).orElseThrow().state()).cause())
        .isEqualTo("bad\ufffd");
  }

  @Test
  void declared_apps_are_added_updated_removed_and_added_again() {
    Account account = account();
    App a = app(account, "a");
    App b = app(account, "b");
    assertThat(apps.declare(account, List.of(a, b), T0))
        .extracting(TrackedApp::app)
        .containsExactly(a, b);

    App changed =
        new App(
            new AppId(UUID.randomUUID()),
            account,
            a.ref(),
            "a2",
            List.of("a2.localhost", "www.example.org"),
            new AppSettings(Duration.ofSeconds(30), Duration.ofSeconds(5), 7),
            new Group("shop", 2));
    List<TrackedApp> rows = apps.declare(account, List.of(changed), T0.plusSeconds(1));
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().id()).isEqualTo(a.id());
    assertThat(rows.getFirst().app().group()).isEqualTo(new Group("shop", 2));
    assertThat(rows.getFirst().app().settings()).isEqualTo(changed.settings());
    assertThat(rows.getFirst().app().hosts()).isEqualTo(changed.hosts());
    assertThat(rows.getFirst().version()).isEqualTo(1);
    assertThat(apps.find(b.id())).isEmpty();

    List<TrackedApp> again = apps.declare(account, List.of(changed, b), T0.plusSeconds(2));
    assertThat(again).extracting(TrackedApp::id).containsExactly(a.id(), b.id());
    assertThat(again.getLast().state()).isInstanceOf(Unknown.class);
    assertThat(SharedStore.store().events().after(account.space(), b.id(), 0, 10))
        .extracting(Event::type)
        .containsExactly(EventType.APP_ADDED, EventType.APP_REMOVED, EventType.APP_ADDED);
  }

  @Test
  void removal_makes_a_transition_under_way_lose() {
    TrackedApp awake = awake();
    apps.declare(awake.app().account(), List.of(), T0);

    assertThat(apps.transition(awake, ((Awake) awake.state()).observedAsleep(T0), event(awake, T0)))
        .isEmpty();
    assertThat(apps.pin(awake.id(), T0, event(awake, T0))).isEmpty();
  }

  @Test
  void declared_apps_may_swap_names() {
    Account account = account();
    App a = app(account, "a");
    App b = app(account, "b");
    apps.declare(account, List.of(a, b), T0);

    List<TrackedApp> swapped = apps.declare(account, List.of(renamed(a, "b"), renamed(b, "a")), T0);

    assertThat(swapped).extracting(TrackedApp::id).containsExactly(b.id(), a.id());
  }

  @Test
  void a_name_taken_by_another_account_is_refused_with_both_names() {
    TrackedApp hello = declared();
    Account other =
        SharedStore.store().ensureAccount(hello.app().space(), "local", "local", "there");

    assertThatThrownBy(() -> apps.declare(other, List.of(app(other, "hello")), T0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'hello' is already an app of account 'here'; give one of them another name");
  }

  @Test
  void engines_that_declare_at_once_agree() throws Exception {
    Account account = account();
    Callable<List<TrackedApp>> declare =
        () -> apps.declare(account, List.of(app(account, "a"), app(account, "b")), T0);
    try (var executor = Executors.newFixedThreadPool(2)) {
      var results = executor.invokeAll(List.of(declare, declare));
      assertThat(results.getFirst().get()).isEqualTo(results.getLast().get());
    }
  }

  @Test
  void pins_are_set_without_a_new_version_and_taken_off() {
    TrackedApp app = awake();

    TrackedApp pinned = apps.pin(app.id(), Instant.MAX, event(app, T0)).orElseThrow();
    assertThat(pinned.pinnedUntil()).isEqualTo(Instant.MAX);
    assertThat(pinned.version()).isEqualTo(app.version());

    Instant hour = T0.plusSeconds(3600);
    assertThat(apps.pin(app.id(), hour, event(app, T0)).orElseThrow().pinnedUntil())
        .isEqualTo(hour);
    assertThat(apps.pin(app.id(), null, event(app, T0)).orElseThrow().pinnedUntil()).isNull();
    assertThat(apps.pin(new AppId(UUID.randomUUID()), hour, event(app, T0))).isEmpty();
  }

  @Test
  void activity_only_moves_forward() {
    TrackedApp app = awake();
    apps.recordActivity(Map.of(app.id(), T0.plusSeconds(10)));
    apps.recordActivity(Map.of(app.id(), T0.plusSeconds(5)));
    apps.recordActivity(Map.of());

    TrackedApp read = apps.find(app.id()).orElseThrow();
    assertThat(read.lastActivity()).isEqualTo(T0.plusSeconds(10));
    assertThat(read.version()).isEqualTo(app.version());
  }

  @Test
  void engines_that_report_the_same_apps_do_not_deadlock() throws Exception {
    Account account = account();
    List<App> many = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      many.add(app(account, "app-" + i));
    }
    List<TrackedApp> rows = apps.declare(account, many, T0);
    List<Callable<Boolean>> reports = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Instant at = T0.plusSeconds(i);
      Map<AppId, Instant> batch = new java.util.HashMap<>();
      rows.forEach(row -> batch.put(row.id(), at));
      reports.add(() -> {
        apps.recordActivity(batch);
        return true;
      });
    }
    try (var executor = Executors.newFixedThreadPool(4)) {
      for (Future<Boolean> report : executor.invokeAll(reports)) {
        assertThat(report.get()).isTrue();
      }
    }
    assertThat(apps.find(rows.getFirst().id()).orElseThrow().lastActivity())
        .isEqualTo(T0.plusSeconds(39));
  }

  private static App renamed(App app, String name) {
    return new App(
        app.id(), app.account(), app.ref(), name, app.hosts(), app.settings(), app.group());
  }

  private static List<Event> eventsOf(TrackedApp app) {
    return SharedStore.store().events().before(app.app().space(), app.id(), Long.MAX_VALUE, 100);
  }
}
