// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.simulation;

import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Readiness;
import dev.paastis.wake.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Apps that outlive every engine. Calls take time, and a judge sees to it that no two calls of
 * engines that live ever work on one app at once.
 */
final class SimulatedPlatform {
  static final Formation WEB = Formation.of("web", 1, "S");

  private final Faults faults;
  private final Map<String, AppStatus> apps = new LinkedHashMap<>();
  private final List<Call> underWay = new ArrayList<>();
  private int ports = 1000;

  SimulatedPlatform(Faults faults) {
    this.faults = faults;
  }

  private record Call(Steps.Machine process, String ref, String what) {}

  /** Somebody starts it, by a call of ours or from outside. */
  AppStatus.Running run(String ref) {
    if (apps.get(ref) instanceof AppStatus.Running running) {
      return running;
    }
    AppStatus.Running running = new AppStatus.Running(new Upstream("http", ref, ports++), WEB);
    apps.put(ref, running);
    return running;
  }

  AppStatus.Stopped halt(String ref) {
    AppStatus.Stopped stopped = new AppStatus.Stopped(WEB);
    apps.put(ref, stopped);
    return stopped;
  }

  void crash(String ref) {
    if (runs(ref)) {
      apps.put(ref, new AppStatus.Crashed(1, "broken", WEB));
    }
  }

  boolean runs(String ref) {
    return apps.get(ref) instanceof AppStatus.Running;
  }

  /** The platform as one process sees it. */
  View seenBy(Steps.Machine process) {
    return new View(process);
  }

  final class View implements Provider, Probe {
    private final Steps.Machine process;

    private View(Steps.Machine process) {
      this.process = process;
    }

    @Override
    public CallOutcome<List<DiscoveredApp>> discover(dev.paastis.provider.Call terms) {
      return faults.called(
          Duration.ofMillis(500),
          () ->
              CallOutcome.done(
                  apps.entrySet().stream()
                      .map(e -> new DiscoveredApp(e.getKey(), e.getKey(), List.of(), e.getValue()))
                      .toList()));
    }

    @Override
    public CallOutcome<AppStatus> status(String ref, dev.paastis.provider.Call terms) {
      return faults.called(
          Duration.ofMillis(100),
          () -> CallOutcome.done(apps.getOrDefault(ref, new AppStatus.Gone())));
    }

    @Override
    public CallOutcome<AppStatus.Running> start(
        String ref, Formation formation, Operation operation, dev.paastis.provider.Call terms) {
      Call call = begin(ref, "start");
      try {
        return faults.called(Duration.ofSeconds(1), () -> CallOutcome.done(started(ref)));
      } finally {
        underWay.remove(call);
      }
    }

    @Override
    public CallOutcome<AppStatus.Stopped> stop(String ref, dev.paastis.provider.Call terms) {
      Call call = begin(ref, "stop");
      try {
        return faults.called(Duration.ofSeconds(2), () -> CallOutcome.done(halt(ref)));
      } finally {
        underWay.remove(call);
      }
    }

    @Override
    public Readiness readiness(String ref) {
      return new Readiness(
          null, true, Duration.ofMillis(10), Duration.ofMillis(40), Duration.ofMillis(200));
    }

    @Override
    public List<String> output(String ref, int lines) {
      return List.of("last words");
    }

    @Override
    public void close() {}

    @Override
    public Sight look(Upstream upstream, @Nullable String path, Duration timeout) {
      Steps.giveWay();
      return apps.get(upstream.host()) instanceof AppStatus.Running running
              && running.upstream().equals(upstream)
              && !faults.oneIn(4)
          ? Sight.ANSWERS
          : Sight.SILENT;
    }

    private AppStatus.Running started(String ref) {
      AppStatus.Running running = run(ref);
      if (faults.oneIn(10)) {
        crash(ref);
      }
      return running;
    }

    private Call begin(String ref, String what) {
      underWay.removeIf(call -> call.process().isDead());
      for (Call other : underWay) {
        if (other.ref().equals(ref)) {
          faults.violated("%s of %s while a %s is in progress".formatted(what, ref, other.what()));
        }
      }
      Call call = new Call(process, ref, what);
      underWay.add(call);
      return call;
    }
  }
}
