// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.fleet;

import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Readiness;
import dev.paastis.provider.Work;
import dev.paastis.wake.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A platform in memory whose answers a test can bend; it is also the probe of its own apps. */
public final class FakeProvider implements Provider, Probe {
  private final Map<String, AppStatus> apps = new ConcurrentHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final Map<String, Formation> startedWith = new ConcurrentHashMap<>();

  public volatile boolean probeSuffices = true;
  public volatile boolean neverReady;

  /** The probe may not connect to where the apps are. */
  public volatile boolean outOfBounds;

  public volatile Duration statusEvery = Duration.ofMillis(100);

  /** Whether it answers through a router that accepts for all. */
  public volatile boolean behindRouter;

  public final AtomicInteger probes = new AtomicInteger();

  /** That many questions get "starting", whatever runs. */
  public final AtomicInteger saysStarting = new AtomicInteger();

  /** That many probes find nobody, whatever runs. */
  public final AtomicInteger silentProbes = new AtomicInteger();

  public volatile boolean crashesAfterStart;
  public volatile @Nullable Supplier<CallOutcome<AppStatus.Running>> startAnswer;
  public volatile @Nullable Supplier<CallOutcome<AppStatus.Stopped>> stopAnswer;
  public volatile @Nullable Supplier<CallOutcome<AppStatus.Gone>> deleteAnswer;
  public volatile boolean deletes = true;

  /** What is answered for single apps, whatever is said of all. */
  public final Map<String, Supplier<CallOutcome<AppStatus.Running>>> startAnswers =
      new ConcurrentHashMap<>();

  public final Map<String, Supplier<CallOutcome<AppStatus.Stopped>>> stopAnswers =
      new ConcurrentHashMap<>();

  /** What each next question for the work of an app gets; of others it tells nothing. */
  public final Map<String, Supplier<CallOutcome<Work>>> workAnswers = new ConcurrentHashMap<>();

  public volatile @Nullable CountDownLatch stopGate;
  public volatile Runnable beforeTheListArrives = () -> {};

  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  public Formation startedWith(String ref) {
    return startedWith.getOrDefault(ref, Formation.EMPTY);
  }

  public void put(String ref, AppStatus status) {
    apps.put(ref, status);
  }

  public boolean runs(String ref) {
    return apps.get(ref) instanceof AppStatus.Running;
  }

  /** Carries a start out, whatever is answered. */
  public AppStatus.Running run(String ref, Formation formation) {
    var running =
        new AppStatus.Running(
            new Upstream("http", ref, 1000 + apps.size(), behindRouter), formation);
    apps.put(ref, running);
    return running;
  }

  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Call call) {
    CallOutcome<List<DiscoveredApp>> list =
        CallOutcome.done(
            apps.entrySet().stream()
                .map(e -> new DiscoveredApp(e.getKey(), e.getKey(), List.of(), e.getValue()))
                .toList());
    beforeTheListArrives.run();
    return list;
  }

  @Override
  public CallOutcome<AppStatus> status(String ref, Call call) {
    AppStatus status = apps.getOrDefault(ref, new AppStatus.Gone());
    return CallOutcome.done(
        status instanceof AppStatus.Running(var upstream, var formation) && takes(saysStarting)
            ? new AppStatus.Starting(upstream, formation)
            : status);
  }

  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call) {
    note("start " + ref);
    startedWith.put(ref, formation);
    Supplier<CallOutcome<AppStatus.Running>> answer = either(startAnswers.get(ref), startAnswer);
    if (answer != null) {
      return answer.get();
    }
    AppStatus.Running running = run(ref, formation);
    if (crashesAfterStart) {
      apps.put(ref, new AppStatus.Crashed(3, "cannot read settings", formation));
    }
    return CallOutcome.done(running);
  }

  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
    note("stop " + ref);
    CountDownLatch gate = stopGate;
    if (gate != null) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    Supplier<CallOutcome<AppStatus.Stopped>> answer = either(stopAnswers.get(ref), stopAnswer);
    if (answer != null) {
      return answer.get();
    }
    AppStatus.Stopped stopped = new AppStatus.Stopped(Formation.EMPTY);
    apps.put(ref, stopped);
    return CallOutcome.done(stopped);
  }

  @Override
  public boolean deletes() {
    return deletes;
  }

  @Override
  public CallOutcome<AppStatus.Gone> delete(String ref, Call call) {
    note("delete " + ref);
    Supplier<CallOutcome<AppStatus.Gone>> answer = deleteAnswer;
    if (answer != null) {
      return answer.get();
    }
    apps.remove(ref);
    return CallOutcome.done(new AppStatus.Gone());
  }

  @Override
  public boolean tellsWork() {
    return !workAnswers.isEmpty();
  }

  @Override
  public CallOutcome<Work> work(String ref, Call call) {
    note("work " + ref);
    Supplier<CallOutcome<Work>> answer = workAnswers.get(ref);
    return answer == null ? CallOutcome.done(new Work(Map.of())) : answer.get();
  }

  /** It is not there any more. */
  public void remove(String ref) {
    apps.remove(ref);
  }

  @Override
  public Readiness readiness(String ref) {
    return new Readiness(
        null, probeSuffices, Duration.ofMillis(10), Duration.ofMillis(40), statusEvery);
  }

  @Override
  public List<String> output(String ref, int lines) {
    return List.of("last words of " + ref);
  }

  @Override
  public void close() {}

  @Override
  public Sight look(Upstream upstream, @Nullable String path, Duration timeout) {
    probes.incrementAndGet();
    if (outOfBounds) {
      return Sight.OUT_OF_BOUNDS;
    }
    return !neverReady && !crashesAfterStart && runs(upstream.host()) && !takes(silentProbes)
        ? Sight.ANSWERS
        : Sight.SILENT;
  }

  private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
    return first == null ? second : first;
  }

  private static boolean takes(AtomicInteger left) {
    return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  private synchronized void note(String call) {
    calls.add(call);
  }
}
