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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Wakes of a container: from the order to the engine until its port answers, and through the whole
 * product, from a request to the first byte of its answer. What the second takes longer is spent in
 * gateway, wake and store.
 */
@Command(
    name = "containers",
    mixinStandardHelpOptions = true,
    description = "Wakes of a labelled container on a real engine; bar: p50 <= 250 ms.")
final class ContainersBench implements Callable<Integer> {
  private static final double BAR_MILLIS = 250;
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int WARM_UP = 3;
  private static final int NOTHING_TO_MEASURE = 2;

  @Option(
      names = "--host",
      defaultValue = "unix:///var/run/docker.sock",
      description = "Address of the engine (${DEFAULT-VALUE}).")
  private String host = "unix:///var/run/docker.sock";

  @Option(names = "--wakes", defaultValue = "20", description = "Wakes to measure (20).")
  private int wakes = 20;

  private final Ticker ticker = Ticker.system();
  private final Histogram engine = new Histogram(60_000_000L, 3);
  private final Histogram endToEnd = new Histogram(60_000_000L, 3);

  @Override
  public Integer call() throws IOException, InterruptedException {
    DiscoveredApp app;
    try (Provider provider = open()) {
      app = first(provider);
      for (int i = 0; i < WARM_UP + wakes; i++) {
        long micros = wake(provider, app.ref());
        if (i >= WARM_UP) {
          engine.recordValue(micros);
        }
      }
    } catch (IllegalStateException e) {
      System.err.printf("%s; --host says where an engine is%n", e.getMessage());
      return NOTHING_TO_MEASURE;
    }
    throughTheProduct(app.name());
    return report();
  }

  private Provider open() {
    Surroundings around =
        new Surroundings(
            ticker,
            InstantSource.system(),
            ApiBudget.UNLIMITED,
            Path.of(System.getProperty("java.io.tmpdir")));
    AccountSettings settings = new AccountSettings(Map.of("host", host), Map.of());
    return ProviderKinds.load().find("docker").orElseThrow().open("", settings, around);
  }

  private DiscoveredApp first(Provider provider) {
    return ProvidersBench.listed(provider, ticker).stream()
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException("no container there has the label paastis.enable=true"));
  }

  private void throughTheProduct(String name) throws IOException, InterruptedException {
    String account =
        """
          - name: engine
            provider: docker
            host: %s
            import: ['%s']
        """
            .formatted(host, Pattern.quote(name));
    Path home = Files.createTempDirectory("paastis-bench");
    try (Product product = Product.withAccounts(home, account)) {
      String app = product.awaitApps(1).getFirst().name();
      for (int i = 0; i < WARM_UP + wakes; i++) {
        product.sleep(app);
        HeldAnswer answer = HeldAnswer.of(product.port(), app);
        if (i >= WARM_UP) {
          endToEnd.recordValue(answer.total().toNanos() / 1_000);
        }
      }
    }
  }

  /** Microseconds from the order to an answering port. */
  private long wake(Provider provider, String ref) throws InterruptedException {
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
    Readiness readiness = provider.readiness(ref);
    SocketProbe probe = new SocketProbe();
    while (!probe.answers(running.upstream(), readiness.path(), LONG)) {
      ticker.pause(readiness.probeEvery());
    }
    return (ticker.nanos() - begun) / 1_000;
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
    print("order to answering port", engine);
    print("request to first byte  ", endToEnd);
    double median = endToEnd.getValueAtPercentile(50) / 1_000.0;
    System.out.printf(
        "of that by gateway, wake and store, by the medians: %.1f ms%n",
        median - engine.getValueAtPercentile(50) / 1_000.0);
    boolean met = median <= BAR_MILLIS;
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
