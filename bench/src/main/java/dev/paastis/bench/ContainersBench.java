// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.probe.SocketProbe;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind.Surroundings;
import dev.paastis.provider.ProviderKinds;
import dev.paastis.provider.Readiness;
import dev.paastis.schedule.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Wakes of a container: from the order until its port answers, and of that the part after the
 * engine has said that it started, which is ours.
 */
@Command(
    name = "containers",
    mixinStandardHelpOptions = true,
    description = "Wakes of a labelled container on a real engine; bar: p50 <= 250 ms.")
final class ContainersBench implements Callable<Integer> {
  private static final double BAR_MILLIS = 250;
  private static final Duration LONG = Duration.ofMinutes(1);

  @Option(
      names = "--host",
      defaultValue = "unix:///var/run/docker.sock",
      description = "Address of the engine (${DEFAULT-VALUE}).")
  private String host = "unix:///var/run/docker.sock";

  @Option(names = "--wakes", defaultValue = "20", description = "Wakes to measure (20).")
  private int wakes = 20;

  private final Ticker ticker = Ticker.system();
  private final Histogram total = new Histogram(60_000_000L, 3);
  private final Histogram after = new Histogram(60_000_000L, 3);

  @Override
  public Integer call() throws InterruptedException {
    Surroundings around =
        new Surroundings(
            ticker,
            InstantSource.system(),
            ApiBudget.UNLIMITED,
            Path.of(System.getProperty("java.io.tmpdir")));
    AccountSettings settings = new AccountSettings(Map.of("host", host), Map.of());
    try (Provider provider =
        ProviderKinds.load().find("docker").orElseThrow().open("", settings, around)) {
      List<DiscoveredApp> apps = ProvidersBench.listed(provider, ticker);
      if (apps.isEmpty()) {
        System.out.println("no container there has the label paastis.enable=true");
        return 2;
      }
      String ref = apps.getFirst().ref();
      for (int i = 0; i < wakes; i++) {
        wake(provider, ref);
      }
    }
    return report();
  }

  private void wake(Provider provider, String ref) throws InterruptedException {
    Formation formation = done(provider.stop(ref, Call.sleep(LONG, ticker))).formation();
    Operation operation =
        new Operation(
            UUID.randomUUID(),
            new EngineId(UUID.randomUUID()),
            Instant.EPOCH,
            Cause.of(Cause.Kind.REQUEST, "bench"));
    long begun = ticker.nanos();
    AppStatus.Running running =
        done(provider.start(ref, formation, operation, Call.wake(LONG, ticker)));
    long started = ticker.nanos();
    Readiness readiness = provider.readiness(ref);
    SocketProbe probe = new SocketProbe();
    while (!probe.answers(running.upstream(), readiness.path(), LONG)) {
      ticker.pause(readiness.probeEvery());
    }
    long answered = ticker.nanos();
    total.recordValue((answered - begun) / 1_000);
    after.recordValue((answered - started) / 1_000);
  }

  private static <T> T done(CallOutcome<T> outcome) {
    return switch (outcome) {
      case CallOutcome.Done<T>(T value) -> value;
      case CallOutcome.Refused<T>(var refusal) ->
          throw new IllegalStateException(refusal.message());
      case CallOutcome.Unknown<T>(String cause) -> throw new IllegalStateException(cause);
    };
  }

  private int report() {
    print("wake            ", total);
    print("after its start ", after);
    boolean met = total.getValueAtPercentile(50) / 1_000.0 <= BAR_MILLIS;
    System.out.printf("bar p50 <= %.0f ms: %s%n", BAR_MILLIS, met ? "met" : "MISSED");
    return met ? 0 : 1;
  }

  private static void print(String what, Histogram micros) {
    System.out.printf(
        "%s over %d wakes: p50 %.1f ms, p95 %.1f ms, max %.1f ms%n",
        what,
        micros.getTotalCount(),
        micros.getValueAtPercentile(50) / 1_000.0,
        micros.getValueAtPercentile(95) / 1_000.0,
        micros.getMaxValue() / 1_000.0);
  }
}
