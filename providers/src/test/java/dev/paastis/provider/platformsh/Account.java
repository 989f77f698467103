// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.platformsh.PlatformshEmulator;
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

/** An account on an emulated platform, and a provider for it. */
final class Account implements AutoCloseable {
  static final Pace QUICK =
      new Pace(Duration.ofMillis(30), Duration.ofMillis(10), Duration.ofMillis(30));

  /** Operations that do not end while a test runs. */
  static final Pace ENDLESS =
      new Pace(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

  /** A moment later than any credential lives, when asked to be. */
  static final class Clock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    void advance(Duration by) {
      ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
      return InstantSource.system().instant().plus(ahead);
    }
  }

  final Clock clock = new Clock();
  final PlatformshEmulator emulator;
  final PlatformshProvider provider;

  private Account(int apps, Pace pace) {
    emulator =
        PlatformshEmulator.start(new EmulatorSettings(0, apps, "the-api-token", clock, pace));
    emulator.drive();
    provider = provider(settings());
  }

  static Account of(int apps, Pace pace) {
    return new Account(apps, pace);
  }

  PlatformshSettings settings() {
    return PlatformshSettings.of(new Secret("the-api-token"))
        .at(emulator.api(), emulator.api())
        .pollingEvery(Duration.ofMillis(5));
  }

  PlatformshProvider provider(PlatformshSettings settings) {
    return new PlatformshProvider(settings, ApiBudget.UNLIMITED, Ticker.system(), clock);
  }

  /** The first environment of that branch. */
  String named(String branch) {
    return emulator.environments().stream()
        .filter(app -> app.endsWith(":" + branch))
        .findFirst()
        .orElseThrow();
  }

  CallOutcome<AppStatus> status(String ref) {
    return provider.status(ref, soon());
  }

  CallOutcome<AppStatus.Running> start(String ref) {
    return start(ref, Formation.EMPTY, soon());
  }

  CallOutcome<AppStatus.Running> start(String ref, Formation formation, Call call) {
    return provider.start(ref, formation, operation(), call);
  }

  Operation operation() {
    return new Operation(
        UUID.randomUUID(),
        new EngineId(UUID.randomUUID()),
        clock.instant(),
        Cause.of(Cause.Kind.PERSON, "test"));
  }

  CallOutcome<AppStatus.Stopped> stop(String ref) {
    return provider.stop(ref, soon());
  }

  List<DiscoveredApp> discovered() {
    return done(provider.discover(soon()));
  }

  static Call soon() {
    return Call.wake(Duration.ofSeconds(60), Ticker.system());
  }

  static Call at(Duration time) {
    return Call.wake(time, Ticker.system());
  }

  static <T> T done(CallOutcome<T> outcome) {
    if (outcome instanceof CallOutcome.Done<T>(T value)) {
      return value;
    }
    throw new AssertionError("not done: " + outcome);
  }

  static Refusal refusal(CallOutcome<?> outcome) {
    if (outcome instanceof CallOutcome.Refused<?>(Refusal refusal)) {
      assertThat(refusal.message()).doesNotContain("the-api-token", "acc-");
      return refusal;
    }
    throw new AssertionError("not refused: " + outcome);
  }

  static String unknown(CallOutcome<?> outcome) {
    if (outcome instanceof CallOutcome.Unknown<?>(String cause)) {
      assertThat(cause).doesNotContain("the-api-token", "acc-");
      return cause;
    }
    throw new AssertionError("not unknown: " + outcome);
  }

  @Override
  public void close() {
    provider.close();
    emulator.close();
  }
}
