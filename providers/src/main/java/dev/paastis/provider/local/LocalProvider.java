// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Apps that are processes of this machine. They outlive the engine: a provider made on the same
 * state folder takes up those of an earlier run, told by pid and start time, and ends those that
 * are no longer declared.
 *
 * <p>An app must stay in the foreground: one that leaves its session is taken for ended, and what
 * opened a session of its own is not ended with it. Safe for use by many threads.
 */
public final class LocalProvider implements Provider {
  /** Where apps listen. */
  static final String HOST = "127.0.0.1";

  private static final System.Logger LOG = System.getLogger(LocalProvider.class.getName());

  /** The most lines of output in one answer. */
  private static final int MAX_OUTPUT_LINES = 2_000;

  /** A refused connection on this machine costs microseconds, and half of this is waited for. */
  private static final Duration PROBE_EVERY = Duration.ofMillis(10);

  private static final Duration PROBE_AT_MOST = Duration.ofMillis(40);
  private static final Duration STATUS_EVERY = Duration.ofMillis(100);

  private final Map<String, AppSlot> apps;
  private final boolean tellsWork;
  private volatile @Nullable Consumer<String> listener;

  /**
   * Takes up what an earlier run left in the state folder. Does not wait for the end of apps that
   * are no longer declared.
   *
   * @throws IllegalArgumentException when two apps have the same name or port, or one refers to an
   *     app that is not declared
   * @throws UncheckedIOException when the state folder cannot be made or read
   */
  public LocalProvider(
      LocalSettings settings, Collection<LocalApp> declared, Ticker ticker, InstantSource clock) {
    Declarations.check(declared);
    ProcessTable processes = ProcessTable.system();
    tellsWork = processes.tellsCpu();
    var machine =
        new Machine(
            settings,
            processes,
            new Groups(processes, ticker),
            new Launcher(processes, System.getenv().getOrDefault("PATH", "/usr/bin:/bin")),
            new Ports(declared, settings.stateFolder()),
            ticker,
            clock);
    Map<String, AppSlot> slots = new LinkedHashMap<>();
    declared.forEach(app -> slots.put(app.name(), new AppSlot(app, machine, this::changed)));
    apps = Collections.unmodifiableMap(slots);
    takeUp(settings, machine);
  }

  private void takeUp(LocalSettings settings, Machine machine) {
    try {
      Files.createDirectories(settings.stateFolder());
      new Orphans(machine).end(apps.keySet());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use state folder " + settings.stateFolder(), e);
    }
    apps.values().forEach(AppSlot::adopt);
  }

  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Call call) {
    return CallOutcome.done(apps.values().stream().map(LocalProvider::discovered).toList());
  }

  private static DiscoveredApp discovered(AppSlot slot) {
    String name = slot.app().name();
    return new DiscoveredApp(name, name, List.of(), slot.status());
  }

  @Override
  public CallOutcome<AppStatus> status(String ref, Call call) {
    AppSlot slot = apps.get(ref);
    return CallOutcome.done(slot == null ? new AppStatus.Gone() : slot.status());
  }

  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call) {
    AppSlot slot = apps.get(ref);
    return slot == null ? notFound(ref) : slot.start(operation, call.deadline());
  }

  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
    AppSlot slot = apps.get(ref);
    return slot == null ? notFound(ref) : slot.stop(call.deadline());
  }

  /** Time on the machine's cores; what single processes send, no table of the machine tells. */
  @Override
  public boolean tellsWork() {
    return tellsWork;
  }

  @Override
  public CallOutcome<Work> work(String ref, Call call) {
    AppSlot slot = apps.get(ref);
    return slot == null ? notFound(ref) : CallOutcome.done(slot.work());
  }

  @Override
  public Readiness readiness(String ref) {
    AppSlot slot = apps.get(ref);
    String path = slot == null ? null : slot.app().readinessPath();
    return new Readiness(path, true, PROBE_EVERY, PROBE_AT_MOST, STATUS_EVERY);
  }

  @Override
  public List<String> output(String ref, int lines) {
    AppSlot slot = apps.get(ref);
    if (slot == null || lines <= 0) {
      return List.of();
    }
    try {
      return slot.output().tail(Math.min(lines, MAX_OUTPUT_LINES));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "output of local app " + ref + " cannot be read", e);
      return List.of();
    }
  }

  /** Rotates the output of every app that has reached its limit; call it every few seconds. */
  public void housekeep() {
    apps.values().forEach(LocalProvider::rotate);
  }

  private static void rotate(AppSlot slot) {
    try {
      slot.output().rotate();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "output of " + slot.app().name() + " cannot be rotated", e);
    }
  }

  @Override
  public void watch(Consumer<String> changedRef) {
    listener = changedRef;
  }

  private void changed(String ref) {
    Optional.ofNullable(listener).ifPresent(told -> told.accept(ref));
  }

  @Override
  public void close() {
    listener = null;
  }

  private static <T> CallOutcome<T> notFound(String ref) {
    return CallOutcome.refused(Refusal.Kind.NOT_FOUND, "no local app '" + ref + "' is declared");
  }
}
