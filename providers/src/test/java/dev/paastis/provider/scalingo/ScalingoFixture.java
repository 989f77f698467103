// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.app.Operation;
import dev.paastis.app.Upstream;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.scalingo.ScalingoEmulator;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An emulated Scalingo and a provider on simulated time. */
abstract class ScalingoFixture {
  static final String TOKEN = "tk-us-very-secret";
  static final String PRODUCTION = "shop-production";
  static final String REVIEW = "shop-pr42";
  static final String SCALE = "POST .+/scale";
  static final Pace PACE =
      new Pace(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(3));
  static final Formation FULL =
      new Formation(
          List.of(new ProcessType("web", 2, "L"), new ProcessType("worker", 1, "M")),
          Map.of("autoscaler.web", "as-1"));

  final SimulatedTime time = new SimulatedTime();
  ScalingoEmulator emulator;
  ScalingoProvider provider;

  @BeforeEach
  void start() {
    open(16, null);
  }

  @AfterEach
  void stop() {
    provider.close();
    emulator.close();
  }

  final void open(int apps, @Nullable String owner) {
    emulator = ScalingoEmulator.start(new EmulatorSettings(0, apps, TOKEN, time, PACE));
    provider = new ScalingoProvider(settings(owner), ApiBudget.UNLIMITED, time);
  }

  final ScalingoSettings settings(@Nullable String owner) {
    return new ScalingoSettings(
        emulator.api(), emulator.api(), "osc-fr1", new Secret(TOKEN), owner);
  }

  final CallOutcome<AppStatus.Running> wake(String ref, Formation formation) {
    Operation operation =
        new Operation(
            UUID.randomUUID(),
            new EngineId(UUID.randomUUID()),
            time.instant(),
            Cause.of(Cause.Kind.REQUEST, "GET /"));
    return provider.start(ref, formation, operation, soon());
  }

  final AppStatus status(String ref) {
    return done(provider.status(ref, soon()));
  }

  final Formation formation(String ref) {
    return ((AppStatus.Running) status(ref)).formation();
  }

  final Call soon() {
    return Call.wake(Duration.ofMinutes(1), time);
  }

  static Upstream upstream(String app) {
    return new Upstream("https", app + ".osc-fr1.scalingo.io", 443);
  }

  static <T> T done(CallOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Done.class);
    return ((CallOutcome.Done<T>) outcome).value();
  }

  static <T> Refusal refused(CallOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Refused.class);
    return ((CallOutcome.Refused<T>) outcome).refusal();
  }

  static <T> String unknown(CallOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Unknown.class);
    return ((CallOutcome.Unknown<T>) outcome).cause();
  }
}
