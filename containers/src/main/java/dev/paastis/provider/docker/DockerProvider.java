// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Readiness;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Work;
import dev.paastis.schedule.Ticker;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Apps that are containers of one engine, Docker's or Podman's. An app that no port is known of is
 * left out, since nothing could be sent to it. Safe for use by many threads.
 */
public final class DockerProvider implements Provider {
  private static final System.Logger LOG = System.getLogger(DockerProvider.class.getName());

  /** A refused connection to a container of this machine costs microseconds. */
  private static final Duration PROBE_EVERY = Duration.ofMillis(10);

  private static final Duration PROBE_AT_MOST = Duration.ofMillis(40);

  /** An inspection costs the engine a millisecond or two. */
  private static final Duration STATUS_EVERY = Duration.ofMillis(100);

  private static final Duration OUTPUT_TIME = Duration.ofSeconds(5);
  private static final int MAX_OUTPUT_LINES = 2_000;

  private static final Readiness BY_CONNECTION = readiness(null, true);

  private final Engine engine;
  private final DockerSettings settings;
  private final Ticker ticker;
  private final Inventory inventory;
  private final Faces faces;
  private final Orders orders;
  private final Counters counters;

  /** The proofs of readiness of every app seen, by its ref. */
  private final Map<String, Readiness> known = new ConcurrentHashMap<>();

  private volatile @Nullable Watch watch;

  /** An account as configured. Nothing is called yet. */
  DockerProvider(DockerSettings settings, Ticker ticker) {
    this.settings = settings;
    this.ticker = ticker;
    this.engine = new Engine(settings);
    this.inventory = new Inventory(engine, settings);
    this.faces = new Faces(engine, settings);
    this.counters = new Counters(engine);
    this.orders = new Orders(engine, inventory, faces, ticker);
  }

  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Call call) {
    return Trouble.contained(() -> {
      List<ContainerApp> apps = inventory.all(call);
      forgetAllBut(apps);
      Map<String, Long> wanted =
          apps.stream().collect(Collectors.groupingBy(ContainerApp::name, Collectors.counting()));
      List<DiscoveredApp> found = new ArrayList<>();
      for (ContainerApp app : apps) {
        boolean clashes = wanted.getOrDefault(app.name(), 0L) > 1;
        discovered(app, clashes ? app.distinctName() : app.name(), call).ifPresent(found::add);
      }
      return found;
    });
  }

  @Override
  public CallOutcome<AppStatus> status(String ref, Call call) {
    return Trouble.contained(() -> {
      Optional<ContainerApp> app = inventory.one(ref, call);
      if (app.isEmpty()) {
        known.remove(ref);
        return new AppStatus.Gone();
      }
      remember(app.get());
      return faces.of(app.get(), call);
    });
  }

  /** The operation is not needed: an engine starts what runs already no second time. */
  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call) {
    return Trouble.contained(() -> orders.start(ref, formation, call, this::remember));
  }

  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
    return Trouble.contained(() -> orders.stop(ref, call));
  }

  @Override
  public boolean deletes() {
    return true;
  }

  @Override
  public CallOutcome<AppStatus.Gone> delete(String ref, Call call) {
    return Trouble.contained(() -> orders.delete(ref, call));
  }

  @Override
  public boolean tellsWork() {
    return true;
  }

  @Override
  public CallOutcome<Work> work(String ref, Call call) {
    return Trouble.contained(() -> {
      ContainerApp app =
          inventory
              .one(ref, call)
              .orElseThrow(
                  () -> Trouble.refused(Refusal.Kind.NOT_FOUND, "there is no app '" + ref + "'"));
      return counters.of(app, call);
    });
  }

  /** Where a health check decides, the engine's word is needed; otherwise the first probe is. */
  @Override
  public Readiness readiness(String ref) {
    return known.getOrDefault(ref, BY_CONNECTION);
  }

  @Override
  public List<String> output(String ref, int lines) {
    Call call = Call.discovery(OUTPUT_TIME, ticker);
    try {
      Optional<ContainerApp> app = lines > 0 ? inventory.one(ref, call) : Optional.empty();
      return app.isEmpty()
          ? List.of()
          : faces.output(app.get(), Math.min(lines, MAX_OUTPUT_LINES), call);
    } catch (Trouble trouble) {
      LOG.log(Level.WARNING, "no output of {0}: {1}", ref, trouble.cause());
      return List.of();
    }
  }

  @Override
  public void watch(Consumer<String> changedRef) {
    endWatch();
    Watch begun = new Watch(engine, settings, ticker, () -> Set.copyOf(known.keySet()), changedRef);
    watch = begun;
    begun.begin();
  }

  @Override
  public void close() {
    endWatch();
    engine.close();
  }

  private void endWatch() {
    Watch before = watch;
    if (before != null) {
      before.close();
    }
  }

  private Optional<DiscoveredApp> discovered(ContainerApp app, String name, Call call)
      throws Trouble {
    try {
      AppStatus status = faces.of(app, call);
      remember(app);
      return Optional.of(
          new DiscoveredApp(app.ref(), name, app.hosts(), status, app.traits(), app.labels()));
    } catch (Trouble trouble) {
      if (trouble.outcome() instanceof CallOutcome.Unknown<?>) {
        throw trouble;
      }
      LOG.log(Level.WARNING, "left out: {0}", trouble.cause());
      return Optional.empty();
    }
  }

  private void forgetAllBut(List<ContainerApp> apps) {
    known.keySet().retainAll(apps.stream().map(ContainerApp::ref).collect(Collectors.toSet()));
    faces.keepOnly(
        apps.stream()
            .flatMap(app -> app.members().stream())
            .map(Member::id)
            .collect(Collectors.toSet()));
  }

  private void remember(ContainerApp app) {
    known.put(app.ref(), app.web().map(DockerProvider::readiness).orElse(BY_CONNECTION));
  }

  private static Readiness readiness(Member web) {
    return readiness(web.labels().readinessPath(), !web.healthDecides());
  }

  private static Readiness readiness(@Nullable String path, boolean probeSuffices) {
    return new Readiness(path, probeSuffices, PROBE_EVERY, PROBE_AT_MOST, STATUS_EVERY);
  }
}
