// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.heroku.HerokuEmulator;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An emulator and a provider of its account. Things happen there in milliseconds. */
final class HerokuFixture implements AutoCloseable {
  static final String TOKEN = "HRKU-very-secret";

  private static final Pace PACE =
      new Pace(Duration.ofMillis(20), Duration.ofMillis(30), Duration.ofMillis(30));

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final InstantSource clock = () -> Instant.now().plus(ahead.get());
  private final HerokuEmulator heroku;
  private final HerokuProvider provider;

  HerokuFixture(int apps) {
    heroku = HerokuEmulator.start(new EmulatorSettings(0, apps, TOKEN, clock, PACE));
    provider = provider(null, null);
  }

  HerokuEmulator heroku() {
    return heroku;
  }

  HerokuProvider provider() {
    return provider;
  }

  HerokuProvider provider(@Nullable String region, @Nullable String team) {
    return new HerokuProvider(
        new HerokuSettings(heroku.api(), new Secret(TOKEN), region, team, Duration.ofMillis(10)),
        ApiBudget.UNLIMITED,
        Ticker.system());
  }

  /** The emulator's clock, which refills the rate limit, goes on. */
  void later(Duration by) {
    ahead.updateAndGet(before -> before.plus(by));
  }

  static Call within(Duration time) {
    return Call.wake(time, Ticker.system());
  }

  static Call soon() {
    return within(Duration.ofSeconds(30));
  }

  static Operation operation() {
    return new Operation(
        UUID.randomUUID(),
        new EngineId(UUID.randomUUID()),
        Instant.EPOCH,
        Cause.of(Cause.Kind.REQUEST, "GET /"));
  }

  List<DiscoveredApp> discovered(HerokuProvider by) {
    return done(by.discover(soon()));
  }

  /** The identifier of an app, which is what the provider knows it by. */
  String ref(String name) {
    return heroku.id(name);
  }

  AppStatus status(String name) {
    return done(provider.status(ref(name), soon()));
  }

  CallOutcome<AppStatus.Running> start(String name, Formation formation) {
    return provider.start(ref(name), formation, operation(), soon());
  }

  CallOutcome<AppStatus.Stopped> stop(String name) {
    return provider.stop(ref(name), soon());
  }

  /** Puts it to sleep and tells what was remembered, as the use case does. */
  Formation asleep(String name) {
    return done(stop(name)).formation();
  }

  static <T> T done(CallOutcome<T> outcome) {
    return switch (outcome) {
      case CallOutcome.Done<T>(T value) -> value;
      case CallOutcome.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal.toString());
      case CallOutcome.Unknown<T>(String cause) -> throw new AssertionError(cause);
    };
  }

  static Refusal refusal(CallOutcome<?> outcome) {
    if (outcome instanceof CallOutcome.Refused<?>(Refusal refusal)) {
      assertThat(refusal.message()).doesNotContain(TOKEN);
      return refusal;
    }
    throw new AssertionError("not refused: " + outcome);
  }

  static String cause(CallOutcome<?> outcome) {
    if (outcome instanceof CallOutcome.Unknown<?>(String cause)) {
      assertThat(cause).doesNotContain(TOKEN);
      return cause;
    }
    throw new AssertionError("not unknown: " + outcome);
  }

  @Override
  public void close() {
    provider.close();
    heroku.close();
  }
}
