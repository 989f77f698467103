// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import dev.paastis.app.Upstream;
import dev.paastis.conformance.Boot;
import dev.paastis.conformance.Feature;
import dev.paastis.conformance.Platform;
import dev.paastis.probe.SocketProbe;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Provider;
import dev.paastis.samples.TestApp;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Real processes of this machine, in real time. */
final class LocalRig implements Platform {
  private static final String AWAKE = "awake";
  private static final String ASLEEP = "asleep";
  private static final Duration PROBE = Duration.ofSeconds(5);
  private static final Duration BOOT = Duration.ofMinutes(1);

  private final Path folder;
  private final LocalFixture fixture;
  private final LocalProvider provider;
  private final Upstream upstream;
  private final int apps;
  private volatile Duration ahead = Duration.ZERO;

  LocalRig(int apps) throws IOException {
    this.apps = apps;
    folder = Files.createTempDirectory("paastis-conformance");
    fixture = new LocalFixture(folder, () -> InstantSource.system().instant().minus(ahead));
    List<LocalApp> declared = new ArrayList<>(List.of(app(AWAKE), app(ASLEEP)));
    for (int number = declared.size(); number < apps; number++) {
      declared.add(fixture.idle("app-" + number));
    }
    provider = fixture.provider(declared.toArray(LocalApp[]::new));
    upstream = LocalFixture.started(provider, AWAKE).upstream();
    await(AWAKE);
  }

  /** The machine's clock stays, and the provider's moves against it. */
  @Override
  public void skew(Duration ahead) {
    this.ahead = ahead;
  }

  /** What it does is decided at each start, by a file of that name. */
  private LocalApp app(String name) {
    String script =
        """
        echo "$1" >> starts
        if [ -e "$1.fails" ]; then echo failing as told; exit 7; fi
        if [ -e "$1.hangs" ]; then while :; do sleep 0.2; done; fi
        shift; exec "$@"\
        """;
    return fixture.app(
        name,
        "sh",
        "-c",
        script,
        "sh",
        name,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        TestApp.class.getName());
  }

  private void await(String ref) throws IOException {
    long begun = ticker().nanos();
    while (!answers(ref)) {
      if (ticker().nanos() - begun > BOOT.toNanos()) {
        throw new IOException(ref + " did not boot in " + BOOT);
      }
      try {
        ticker().pause(Duration.ofMillis(20));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while " + ref + " booted", e);
      }
    }
  }

  @Override
  public Map<Feature, String> lacks() {
    String network = "there is no network between this machine and itself";
    String credentials = "processes of one's own need none";
    String declared = "apps are declared, and stay while the provider is open";
    return Map.ofEntries(
        Map.entry(Feature.NETWORK, network),
        Map.entry(Feature.RATE_LIMIT, network),
        Map.entry(Feature.CALL_COUNT, network),
        Map.entry(Feature.CREDENTIALS, credentials),
        Map.entry(Feature.RESTRICTED_CREDENTIALS, credentials),
        Map.entry(Feature.EXPIRING_CREDENTIALS, credentials),
        Map.entry(Feature.FORMATION, "an app is one process"),
        Map.entry(Feature.PARTIAL_START, "an app is one process"),
        Map.entry(Feature.START_BY_HAND, "a process that others start is not the app"),
        Map.entry(Feature.RENAME, declared),
        Map.entry(Feature.TRANSFER, declared),
        Map.entry(Feature.DELETION, declared),
        Map.entry(Feature.REFUSED_START, "a machine asks neither for money nor for rights"),
        Map.entry(Feature.ENDLESS_STOP, "what does not end is killed"));
  }

  @Override
  public String kind() {
    return "local";
  }

  @Override
  public Provider provider() {
    return provider;
  }

  @Override
  public Ticker ticker() {
    return Ticker.system();
  }

  @Override
  public Duration slack() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Duration patience() {
    return Duration.ofSeconds(2);
  }

  @Override
  public List<String> secrets() {
    return List.of();
  }

  @Override
  public int apps() {
    return apps;
  }

  @Override
  public String awake() {
    return AWAKE;
  }

  @Override
  public String asleep() {
    return ASLEEP;
  }

  @Override
  public String name(String ref) {
    return ref;
  }

  @Override
  public boolean answers(String ref) {
    return provider.status(ref, LocalFixture.soon())
            instanceof CallOutcome.Done<AppStatus>(AppStatus.Running running)
        ? answers(running.upstream())
        : ref.equals(AWAKE) && answers(upstream);
  }

  private static boolean answers(Upstream upstream) {
    return new SocketProbe().answers(upstream, "/healthz", PROBE);
  }

  @Override
  public long starts() {
    Path starts = folder.resolve("starts");
    try {
      return Files.exists(starts) ? Files.readAllLines(starts).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stopByHand(String ref) {
    try {
      ProcessHandle.of(fixture.pid(ref)).orElseThrow().destroyForcibly();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void boot(String ref, Boot how) {
    try {
      Files.deleteIfExists(folder.resolve(ref + ".fails"));
      Files.deleteIfExists(folder.resolve(ref + ".hangs"));
      switch (how) {
        case SUCCEEDS -> {}
        case FAILS -> Files.createFile(folder.resolve(ref + ".fails"));
        case NEVER_ENDS -> Files.createFile(folder.resolve(ref + ".hangs"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    var _ = LocalFixture.done(provider.stop(AWAKE, LocalFixture.soon()));
    var _ = LocalFixture.done(provider.stop(ASLEEP, LocalFixture.soon()));
    provider.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
