// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.app.Upstream;
import dev.paastis.bench.ProvidersBench.Account;
import dev.paastis.emulator.EmulatedPlatform;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.vendors.Vendor;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Readiness;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.HdrHistogram.Histogram;

/**
 * How long after an app on an emulated platform answers do we know that it does? On all five the
 * platform's own word must agree, so that the answer is: within one look at it. Budgets do not hold
 * here: apps woken one after the other without a pause would only measure them.
 */
final class PlatformWakes {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(5);

  /** What an app says of itself, and no page of a platform does. */
  private static final String AWAKE = "is awake";

  private final Ticker ticker = Ticker.system();
  private final int wakes;

  PlatformWakes(int wakes) {
    this.wakes = wakes;
  }

  void measure(Vendor vendor) throws InterruptedException {
    EmulatorSettings settings =
        new EmulatorSettings(
                0,
                40,
                "bench-token",
                InstantSource.system(),
                new Pace(Duration.ofMillis(700), Duration.ofMillis(900), Duration.ofMillis(200)))
            .unlimited();
    try (EmulatedPlatform platform = vendor.start(settings);
        Account account =
            Account.open(vendor, platform, ticker, InstantSource.system(), ApiBudget.UNLIMITED)) {
      Provider provider = account.provider();
      List<DiscoveredApp> running =
          ProvidersBench.listed(provider, ticker).stream()
              .filter(app -> app.status() instanceof AppStatus.Running)
              .limit(wakes)
              .toList();
      Histogram lag = new Histogram(60_000_000L, 3);
      for (DiscoveredApp app : running) {
        if (app.status() instanceof AppStatus.Running now && answers(now.upstream())) {
          lag.recordValue(Math.max(0, lag(provider, app.ref(), now) / 1_000));
        }
      }
      System.out.printf(
          "wake lag  %-12s over %2d wakes: p50 %4.0f ms, p95 %4.0f ms, max %4.0f ms (probe and its word)%n",
          vendor.provider(),
          lag.getTotalCount(),
          lag.getValueAtPercentile(50) / 1_000.0,
          lag.getValueAtPercentile(95) / 1_000.0,
          lag.getMaxValue() / 1_000.0);
    }
  }

  /** Nanoseconds from the first answer of the app to our knowledge of it. */
  private long lag(Provider provider, String ref, AppStatus.Running before)
      throws InterruptedException {
    Formation formation = stopped(provider.stop(ref, Call.sleep(LONG, ticker)), before);
    FutureTask<Long> firstAnswer = new FutureTask<>(() -> awaitAnswer(before.upstream()));
    Thread.ofVirtual().start(firstAnswer);
    Operation operation =
        new Operation(
            UUID.randomUUID(),
            new EngineId(UUID.randomUUID()),
            Instant.EPOCH,
            Cause.of(Cause.Kind.REQUEST, "bench"));
    var started = provider.start(ref, formation, operation, Call.wake(LONG, ticker));
    if (!(started instanceof CallOutcome.Done<AppStatus.Running>)) {
      throw new IllegalStateException("not started: " + started);
    }
    long known = awaitAgreement(provider, ref, before.upstream());
    try {
      return known - firstAnswer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Formation stopped(
      CallOutcome<AppStatus.Stopped> outcome, AppStatus.Running before) {
    if (outcome instanceof CallOutcome.Done<AppStatus.Stopped>) {
      return before.formation();
    }
    throw new IllegalStateException("not stopped: " + outcome);
  }

  /** As the race of readiness proofs: a probe that holds, then the platform's own word. */
  private long awaitAgreement(Provider provider, String ref, Upstream upstream)
      throws InterruptedException {
    Readiness readiness = provider.readiness(ref);
    while (!answers(upstream)) {
      ticker.pause(readiness.probeEvery());
    }
    while (!(provider.status(ref, Call.wake(LONG, ticker))
            instanceof CallOutcome.Done<AppStatus>(AppStatus status)
        && status instanceof AppStatus.Running)) {
      ticker.pause(readiness.statusEvery());
    }
    return ticker.nanos();
  }

  private long awaitAnswer(Upstream upstream) throws InterruptedException {
    while (!answers(upstream)) {
      ticker.pause(LOOK);
    }
    return ticker.nanos();
  }

  private static boolean answers(Upstream upstream) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), upstream.port())) {
      socket.setSoTimeout((int) LONG.toMillis());
      String head =
          "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(upstream.authority());
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.startsWith("HTTP/1.1 200") && answer.contains(AWAKE);
    } catch (IOException e) {
      return false;
    }
  }
}
