// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.clever.CleverEmulator;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import dev.paastis.provider.clever.CleverSettings.Credentials;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** An emulated account, a provider of it, and time that both share. */
final class CleverFixture implements AutoCloseable {
  static final String TOKEN = "all-rights";

  /** An app of the fleet that runs. */
  static final String RUNNING = "shop";

  /** An app of the fleet that is stopped. */
  static final String STOPPED = "bakery-worker";

  static final EmulatorSettings.Pace PACE =
      new EmulatorSettings.Pace(
          Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(5));

  final SteppedTime time = new SteppedTime();
  final CleverEmulator emulator;
  final CleverProvider provider;

  CleverFixture() {
    this(40, PACE);
  }

  CleverFixture(int apps, EmulatorSettings.Pace pace) {
    emulator = CleverEmulator.start(new EmulatorSettings(0, apps, TOKEN, time, pace));
    time.afterEach(emulator::runDue);
    provider = providerOf(List.of());
  }

  CleverProvider providerOf(List<String> owners) {
    return new CleverProvider(
        new CleverSettings(
            emulator.api(),
            new Credentials.ApiToken(new Secret(TOKEN)),
            owners,
            Duration.ofSeconds(2)),
        ApiBudget.UNLIMITED,
        time,
        time);
  }

  CleverProvider signing() {
    return signing(emulator.signedApi());
  }

  CleverProvider signing(URI api) {
    return new CleverProvider(
        new CleverSettings(
            api,
            new Credentials.Signed(
                new Secret(CleverEmulator.CONSUMER_KEY),
                new Secret(CleverEmulator.CONSUMER_SECRET),
                new Secret(CleverEmulator.USER_TOKEN),
                new Secret(CleverEmulator.USER_SECRET)),
            List.of(),
            Duration.ofSeconds(2)),
        ApiBudget.UNLIMITED,
        time,
        time);
  }

  Call call() {
    return Call.wake(Duration.ofSeconds(60), time);
  }

  void pass(Duration by) {
    time.pause(by);
  }

  String id(String name) {
    return emulator.id(name);
  }

  CallOutcome<AppStatus> status(String name) {
    return provider.status(id(name), call());
  }

  Formation formation(String name) {
    return switch (status(name)) {
      case CallOutcome.Done<AppStatus>(AppStatus.Running(var _, Formation formation)) -> formation;
      case CallOutcome.Done<AppStatus>(AppStatus.Stopped(Formation formation)) -> formation;
      case CallOutcome<AppStatus> other -> throw new AssertionError("no formation in " + other);
    };
  }

  CallOutcome<AppStatus.Stopped> stop(String name) {
    return provider.stop(id(name), call());
  }

  CallOutcome<AppStatus.Running> start(String name, Formation formation) {
    return provider.start(id(name), formation, operation(), call());
  }

  Operation operation() {
    return new Operation(
        UUID.randomUUID(),
        new EngineId(UUID.randomUUID()),
        time.instant(),
        Cause.of(Cause.Kind.DRIFT, "a test"));
  }

  /** How many calls were made that match. */
  long calls(String pattern) {
    return emulator.calls().stream().filter(call -> call.matches(pattern)).count();
  }

  static Refusal refusal(CallOutcome<?> outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Refused.class);
    return ((CallOutcome.Refused<?>) outcome).refusal();
  }

  static String unknown(CallOutcome<?> outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Unknown.class);
    return ((CallOutcome.Unknown<?>) outcome).cause();
  }

  static <T> T done(CallOutcome<T> outcome) {
    if (outcome instanceof CallOutcome.Done<T>(T value)) {
      return value;
    }
    throw new AssertionError("not done: " + outcome);
  }

  @Override
  public void close() {
    provider.close();
    emulator.close();
  }
}
