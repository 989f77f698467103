// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import dev.paastis.app.Upstream;
import dev.paastis.conformance.Boot;
import dev.paastis.conformance.Feature;
import dev.paastis.conformance.Platform;
import dev.paastis.provider.Provider;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Containers of a real Podman, in real time: a compose project that runs, and some that were only
 * made. What a container does at a start is decided by files in a folder that it shares.
 */
final class DockerRig implements Platform {
  private static final String AWAKE = "compose:shop";
  private static final String ASLEEP = "asleep";
  private static final String WEB = "shop-web-1";
  private static final List<String> WORKERS = List.of("shop-worker-1", "shop-worker-2");
  private static final int APPS = 4;

  private final PodmanEngine engine;
  private final Provider provider;
  private final Path shared = Files.createTempDirectory("paastis-shared-");
  private final Path needed = Files.createDirectory(shared.resolve("needed"));
  private final int awakePort = PodmanEngine.freePort();
  private final int asleepPort = PodmanEngine.freePort();

  DockerRig(PodmanEngine engine) throws IOException {
    this.engine = engine;
    this.provider = Fixture.open(engine.host());
    make(WEB, server(awakePort), app(awakePort), service("web", 1));
    for (String worker : WORKERS) {
      String number = worker.substring(worker.length() - 1);
      make(
          worker,
          "exec busybox sleep 600",
          List.of("--volume=" + needed + ":/needed"),
          service("worker", Integer.parseInt(number)));
    }
    make(ASLEEP, server(asleepPort), app(asleepPort), List.of());
    for (int i = 2; i < APPS; i++) {
      make("idle-" + i, "true", app(1), List.of());
    }
    startByHand(AWAKE);
    Fixture.awaitAnswer(upstream(awakePort));
  }

  @Override
  public Map<Feature, String> lacks() {
    String socket = "the engine is asked through a socket of the same machine";
    String credentials = "who may use the socket is a matter of that machine";
    String name = "a container is known by its name, and its labels stay as they are";
    return Map.ofEntries(
        Map.entry(Feature.MANY_APPS, "ten thousand containers are more than a test can make"),
        Map.entry(Feature.NETWORK, socket),
        Map.entry(Feature.RATE_LIMIT, socket),
        Map.entry(Feature.CALL_COUNT, socket),
        Map.entry(Feature.CLOCK, "engine and provider have one machine, and so one clock"),
        Map.entry(Feature.CREDENTIALS, credentials),
        Map.entry(Feature.RESTRICTED_CREDENTIALS, credentials),
        Map.entry(Feature.EXPIRING_CREDENTIALS, credentials),
        Map.entry(Feature.RENAME, name),
        Map.entry(Feature.TRANSFER, name),
        Map.entry(Feature.FORMATION, "containers are not made anew, hence keep what they are"),
        Map.entry(Feature.REFUSED_START, "an engine asks neither for money nor for rights"),
        Map.entry(Feature.ENDLESS_STOP, "what does not end is killed"));
  }

  @Override
  public String kind() {
    return "docker";
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
    return Duration.ofSeconds(5);
  }

  @Override
  public List<String> secrets() {
    return List.of();
  }

  @Override
  public int apps() {
    return APPS;
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
    return ref.equals(AWAKE) ? "shop" : ref;
  }

  @Override
  public boolean answers(String ref) {
    return Fixture.answers(upstream(ref.equals(AWAKE) ? awakePort : asleepPort));
  }

  @Override
  public long starts() {
    Path starts = shared.resolve("starts");
    try {
      return Files.exists(starts) ? Files.readAllLines(starts).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void startByHand(String ref) {
    engine.podman(order("start", ref));
  }

  @Override
  public void stopByHand(String ref) {
    engine.podman(order("stop", ref));
  }

  @Override
  public void delete(String ref) {
    engine.podman(order("rm", "-f", ref));
  }

  @Override
  public void boot(String ref, Boot how) {
    try {
      Files.deleteIfExists(shared.resolve("fails"));
      Files.deleteIfExists(shared.resolve("hangs"));
      switch (how) {
        case SUCCEEDS -> {}
        case FAILS -> Files.createFile(shared.resolve("fails"));
        case NEVER_ENDS -> Files.createFile(shared.resolve("hangs"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The workers miss a folder, so that the engine cannot start them. */
  @Override
  public void startPartly(String ref) {
    try {
      Files.delete(needed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    provider.close();
    engine.removeAll();
    try (Stream<Path> files = Files.walk(shared)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void make(String name, String script, List<String> options, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "create", "--name=" + name, "--stop-signal=KILL", "--volume=" + shared + ":/rig"));
    arguments.addAll(options);
    arguments.addAll(more);
    arguments.addAll(List.of(PodmanEngine.IMAGE, "sh", "-c", script));
    engine.podman(arguments.toArray(String[]::new));
  }

  private static String server(int port) {
    return """
    echo started >> /rig/starts
    if [ -e /rig/fails ]; then echo failing as told; exit 7; fi
    if [ -e /rig/hangs ]; then exec busybox sleep 600; fi
    exec busybox httpd -f -p %d -h /www\
    """
        .formatted(port);
  }

  private static List<String> app(int port) {
    return List.of("--label=paastis.enable=true", "--label=paastis.port=" + port);
  }

  private static List<String> service(String name, int number) {
    return List.of(
        "--label=com.docker.compose.project=shop",
        "--label=com.docker.compose.service=" + name,
        "--label=com.docker.compose.container-number=" + number);
  }

  /** The same order for each container of an app, the last word being the app. */
  private static String[] order(String... words) {
    List<String> order = new ArrayList<>(Arrays.asList(words));
    String ref = order.removeLast();
    if (ref.equals(AWAKE)) {
      order.add(WEB);
      order.addAll(WORKERS);
    } else {
      order.add(ref);
    }
    return order.toArray(String[]::new);
  }

  private static Upstream upstream(int port) {
    return new Upstream("http", "127.0.0.1", port);
  }
}
