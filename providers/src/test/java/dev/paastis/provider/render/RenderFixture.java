// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.render.RenderEmulator;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Render on this machine and a provider of it, with the questions that the tests ask. */
final class RenderFixture implements AutoCloseable {
  static final String KEY = "rnd_0123456789";
  static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
  static final Duration AMPLE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration STEP = Duration.ofMillis(20);

  final RenderEmulator render;
  final RenderProvider provider;

  private RenderFixture(RenderEmulator render) {
    this.render = render;
    this.provider = provider(List.of(), null);
  }

  /** Operations end within some hundredths of a second. */
  static RenderFixture driven(int apps) {
    return new RenderFixture(
        RenderEmulator.start(settings(apps, InstantSource.system(), new Pace(STEP, STEP, STEP))));
  }

  /** Time stands still: no operation ever ends. */
  static RenderFixture still() {
    return new RenderFixture(
        RenderEmulator.startStill(
            settings(22, InstantSource.fixed(NOW), new Pace(STEP, STEP, STEP))));
  }

  private static EmulatorSettings settings(int apps, InstantSource clock, Pace pace) {
    return new EmulatorSettings(0, apps, KEY, clock, pace);
  }

  RenderProvider provider(List<String> owners, @Nullable String region) {
    return new RenderProvider(
        new RenderSettings(render.api(), new Secret(KEY), owners, region, POLL),
        ApiBudget.UNLIMITED,
        Ticker.system(),
        InstantSource.fixed(NOW));
  }

  @Override
  public void close() {
    provider.close();
    render.close();
  }

  CallOutcome<List<DiscoveredApp>> discover() {
    return provider.discover(within(AMPLE));
  }

  CallOutcome<AppStatus> status(String name) {
    return statusOf(render.idOf(name));
  }

  CallOutcome<AppStatus> statusOf(String ref) {
    return provider.status(ref, within(AMPLE));
  }

  CallOutcome<AppStatus.Running> start(String name, Formation formation) {
    return start(render.idOf(name), formation, AMPLE);
  }

  CallOutcome<AppStatus.Running> start(String ref, Formation formation, Duration time) {
    Operation operation =
        new Operation(
            UUID.randomUUID(),
            new EngineId(new UUID(0, 1)),
            NOW,
            Cause.of(Cause.Kind.PERSON, "test"));
    return provider.start(ref, formation, operation, within(time));
  }

  CallOutcome<AppStatus.Stopped> stop(String name) {
    return stop(render.idOf(name), AMPLE);
  }

  CallOutcome<AppStatus.Stopped> stop(String ref, Duration time) {
    return provider.stop(ref, within(time));
  }

  /** What runs, as the platform tells it. */
  Formation formationOf(String name) {
    return switch (value(status(name))) {
      case AppStatus.Running running -> running.formation();
      case AppStatus.Starting starting -> starting.formation();
      case AppStatus.Stopped stopped -> stopped.formation();
      case AppStatus.Crashed crashed -> crashed.formation();
      case AppStatus.Gone _ -> throw new AssertionError(name + " is gone");
    };
  }

  /** The status that a visitor gets; by hand, since the JDK's client sets the host itself. */
  int visit(String name) throws IOException {
    try (Socket socket = new Socket(render.router().getHost(), render.router().getPort())) {
      socket.setSoTimeout((int) AMPLE.toMillis());
      String head = "GET / HTTP/1.1\r\nHost: " + render.hostOf(name) + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      return Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring(9));
    }
  }

  long orders() {
    return render.calls("(POST|PUT|PATCH|DELETE) .+");
  }

  static <T> CompletableFuture<T> meanwhile(Supplier<T> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> result.complete(call.get()));
    return result;
  }

  static <T> T value(CallOutcome<T> outcome) {
    return switch (outcome) {
      case CallOutcome.Done<T>(T value) -> value;
      case CallOutcome.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal);
      case CallOutcome.Unknown<T>(String cause) -> throw new AssertionError(cause);
    };
  }

  static <T> Refusal refusal(CallOutcome<T> outcome) {
    if (outcome instanceof CallOutcome.Refused<T>(Refusal refusal)) {
      return refusal;
    }
    throw new AssertionError("not refused but " + outcome);
  }

  static Call within(Duration time) {
    return Call.wake(time, Ticker.system());
  }
}
