// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Upstream;
import dev.paastis.pause.Gateways;
import dev.paastis.schedule.Deadline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EngineMetricsTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Upstream UPSTREAM = new Upstream("http", "127.0.0.1", 4000);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AppDirectory directory = new AppDirectory();
  private final EngineMetrics metrics = new EngineMetrics(registry, directory, new Busy());
  private final Operation operation =
      new Operation(
          UUID.randomUUID(),
          new EngineId(UUID.randomUUID()),
          NOON,
          Cause.of(Cause.Kind.REQUEST, "GET /"));

  @Test
  void wake_is_timed_and_counted_by_outcome() {
    AppState.Waking waking = new AppState.Waking(NOON, operation, Formation.EMPTY);
    TrackedApp app = tell(row(waking));
    tell(app.next(waking.toAwake(NOON.plusSeconds(3), UPSTREAM, Formation.EMPTY)));

    assertThat(registry.get("paastis.wakes").tag("outcome", "woken").timer().count()).isOne();
    assertThat(registry.get("paastis.wakes").timer().totalTime(TimeUnit.SECONDS)).isEqualTo(3);
    assertThat(apps("awake")).isOne();
    assertThat(apps("waking")).isZero();
  }

  @Test
  void row_told_twice_counts_once() {
    AppState.Waking waking = new AppState.Waking(NOON, operation, Formation.EMPTY);
    TrackedApp asleep = tell(row(waking)).next(waking.backToAsleep(NOON.plusSeconds(1)));
    tell(asleep);
    tell(asleep);

    assertThat(registry.get("paastis.wakes").tag("outcome", "failed").timer().count()).isOne();
  }

  @Test
  void held_requests_are_summed_over_the_apps() {
    tell(row(new AppState.Asleep(NOON, Formation.EMPTY)));
    tell(row(new AppState.Asleep(NOON, Formation.EMPTY)));

    assertThat(registry.get("paastis.requests.held").gauge().value()).isEqualTo(14);
  }

  private TrackedApp tell(TrackedApp app) {
    directory.changed(app);
    metrics.changed(app);
    return app;
  }

  private double apps(String state) {
    return registry.get("paastis.apps").tag("state", state).gauge().value();
  }

  private static TrackedApp row(AppState state) {
    SpaceId space = new SpaceId(UUID.randomUUID());
    Account account = new Account(UUID.randomUUID(), space, "local", "local", "here");
    App app =
        new App(
            new AppId(UUID.randomUUID()),
            account,
            "hello",
            "hello",
            List.of(),
            AppSettings.DEFAULT,
            null);
    return new TrackedApp(app, 1, state, null, null);
  }

  private static final class Busy implements Gateways {
    @Override
    public @Nullable Quiet holdNewRequests(AppId app, Deadline deadline) {
      return activity(app);
    }

    @Override
    public Quiet activity(AppId app) {
      return new Quiet(2, 7, null);
    }

    @Override
    public Map<AppId, Instant> drainActivity() {
      return Map.of();
    }
  }
}
