// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.StateName;
import dev.paastis.app.TrackedApp;
import dev.paastis.server.wiring.TwoEngines.Engine;
import dev.paastis.wake.WakeOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherEnginesTest {
  private static final Cause REQUEST = Cause.of(Cause.Kind.REQUEST, "GET /");
  private static final Cause PERSON = Cause.of(Cause.Kind.PERSON, "ada");

  @TempDir Path home;

  private final SlowPlatform platform = new SlowPlatform();
  private TwoEngines engines;
  private Account account;

  @BeforeEach
  void start() {
    engines = new TwoEngines(home, platform, platform, platform);
    account =
        first().store.ensureAccount(first().store.spaces().ensure("demo"), "slow", "here", "main");
  }

  @AfterEach
  void stop() {
    engines.close();
  }

  @Test
  void a_wake_on_one_engine_is_followed_by_the_other() throws Exception {
    AppId app = declaredAsleep();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var woken = threads.submit(() -> first().waker.wake(app, REQUEST));
      awaitState(second(), app, StateName.WAKING);
      var followed = threads.submit(() -> second().waker.wake(app, REQUEST));
      platform.mayStart.countDown();

      assertThat(woken.get()).isInstanceOf(WakeOutcome.Ready.class).isEqualTo(followed.get());
    }
    assertThat(platform.starts).hasValue(1);
  }

  @Test
  void both_asked_at_once_start_once() throws Exception {
    AppId app = declaredAsleep();
    platform.mayStart.countDown();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var one = threads.submit(() -> first().waker.wake(app, REQUEST));
      var other = threads.submit(() -> second().waker.wake(app, REQUEST));

      assertThat(one.get()).isInstanceOf(WakeOutcome.Ready.class).isEqualTo(other.get());
    }
    assertThat(platform.starts).hasValue(1);
  }

  @Test
  void a_pin_a_sleep_and_a_removal_reach_the_other_engine() {
    AppId app = declaredAsleep();
    platform.mayStart.countDown();
    assertThat(first().waker.wake(app, PERSON)).isInstanceOf(WakeOutcome.Ready.class);
    awaitState(second(), app, StateName.AWAKE);

    assertThat(first().lifecycle.pin(row(first(), app), Instant.MAX, PERSON)).isPresent();
    await().until(() -> Instant.MAX.equals(row(second(), app).pinnedUntil()));

    var _ = second().sleeper.sleep(app, PERSON);
    awaitState(first(), app, StateName.ASLEEP);

    var _ = second().store.apps().declare(account, List.of(), second().lifecycle.now());
    await().until(() -> first().directory.find(app).isEmpty());
  }

  @Test
  void a_wake_whose_engine_is_gone_is_finished_by_the_other() throws Exception {
    AppId app = declaredAsleep();
    Thread stuck = Thread.ofVirtual().start(() -> first().waker.wake(app, REQUEST));
    awaitState(second(), app, StateName.WAKING);
    assertThat(second().reconciler.takeUp(() -> Set.of(first().id, second().id))).isZero();

    platform.mayStart.countDown();
    var _ = second().reconciler.takeUp(() -> Set.of(second().id));

    awaitState(second(), app, StateName.AWAKE);
    assertThat(stuck.join(Duration.ofSeconds(20))).isTrue();
    awaitState(first(), app, StateName.AWAKE);
  }

  private Engine first() {
    return engines.first;
  }

  private Engine second() {
    return engines.second;
  }

  private AppId declaredAsleep() {
    App app =
        new App(
            new AppId(UUID.randomUUID()),
            account,
            "hello",
            "hello",
            List.of("hello.localhost"),
            AppSettings.DEFAULT,
            null);
    TrackedApp row =
        first().store.apps().declare(account, List.of(app), first().lifecycle.now()).getFirst();
    first().lifecycle.publish(row);
    assertThat(first().reconciler.check(row)).isTrue();
    awaitState(second(), row.id(), StateName.ASLEEP);
    return row.id();
  }

  private static TrackedApp row(Engine engine, AppId app) {
    return engine.directory.find(app).orElseThrow();
  }

  private static void awaitState(Engine engine, AppId app, StateName state) {
    await()
        .until(() ->
            engine
                .directory
                .find(app)
                .map(TrackedApp::state)
                .map(AppState::name)
                .filter(state::equals)
                .isPresent());
  }
}
