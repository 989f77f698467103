// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.health;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppListener;
import dev.paastis.app.AppState;
import dev.paastis.app.StateName;
import dev.paastis.app.TrackedApp;
import dev.paastis.pause.Gateways;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/**
 * What operators graph: apps by state, wakes and sleeps by outcome with their durations, requests
 * held and under way. Labels are bounded: no app's name is one. Safe for use by many threads.
 */
public final class EngineMetrics implements AppListener {
  private final MeterRegistry registry;
  private final Map<AppId, TrackedApp> before = new ConcurrentHashMap<>();

  /** Measures these apps and gateways. */
  public EngineMetrics(MeterRegistry registry, AppDirectory directory, Gateways gateways) {
    this.registry = registry;
    for (StateName state : StateName.values()) {
      registry.gauge(
          "paastis.apps",
          Tags.of("state", state.wire()),
          directory,
          apps -> apps.all().stream().filter(app -> app.state().name() == state).count());
    }
    requests("paastis.requests.held", directory, gateways, Gateways.Quiet::waiting);
    requests("paastis.requests.in.flight", directory, gateways, Gateways.Quiet::inFlight);
  }

  @Override
  public void changed(TrackedApp app) {
    TrackedApp earlier = before.put(app.id(), app);
    if (earlier != null && earlier.version() < app.version()) {
      note(earlier.state(), app.state());
    }
  }

  @Override
  public void removed(TrackedApp app) {
    before.remove(app.id());
  }

  private void note(AppState from, AppState to) {
    if (from instanceof AppState.Waking waking && !(to instanceof AppState.Waking)) {
      String outcome = to instanceof AppState.Awake ? "woken" : "failed";
      timer("paastis.wakes", outcome).record(between(waking.since(), to.since()));
    }
    if (from instanceof AppState.FallingAsleep && !(to instanceof AppState.FallingAsleep)) {
      String outcome =
          switch (to) {
            case AppState.Asleep _ -> "asleep";
            case AppState.Awake _ -> "called-off";
            case AppState.FallingAsleep _, AppState.Waking _, AppState.Unknown _ -> "failed";
          };
      registry.counter("paastis.sleeps", "outcome", outcome).increment();
    }
  }

  private Timer timer(String name, String outcome) {
    return Timer.builder(name)
        .tag("outcome", outcome)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(50))
        .maximumExpectedValue(Duration.ofMinutes(2))
        .register(registry);
  }

  private void requests(
      String name,
      AppDirectory directory,
      Gateways gateways,
      ToIntFunction<Gateways.Quiet> figure) {
    registry.gauge(
        name,
        directory,
        apps ->
            apps.all().stream()
                .mapToInt(app -> figure.applyAsInt(gateways.activity(app.id())))
                .sum());
  }

  private static Duration between(Instant from, Instant to) {
    Duration time = Duration.between(from, to);
    return time.isNegative() ? Duration.ZERO : time;
  }
}
