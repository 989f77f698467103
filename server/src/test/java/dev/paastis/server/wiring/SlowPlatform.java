// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.AppId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.app.Upstream;
import dev.paastis.pause.Gateways;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Readiness;
import dev.paastis.schedule.Deadline;
import dev.paastis.wake.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A platform whose starts wait for the test's word; its gateways are always quiet. */
final class SlowPlatform implements Provider, Probe, Gateways {
  static final Formation WEB = Formation.of("web", 1, "S");

  final AtomicInteger starts = new AtomicInteger();
  final CountDownLatch mayStart = new CountDownLatch(1);
  private final Map<String, AppStatus.Running> running = new ConcurrentHashMap<>();

  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Call call) {
    return CallOutcome.done(List.of());
  }

  @Override
  public CallOutcome<AppStatus> status(String ref, Call call) {
    AppStatus.Running found = running.get(ref);
    return CallOutcome.done(found == null ? new AppStatus.Stopped(WEB) : found);
  }

  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call) {
    starts.incrementAndGet();
    try {
      mayStart.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CallOutcome.unknown("interrupted");
    }
    return CallOutcome.done(
        running.computeIfAbsent(
            ref, _ -> new AppStatus.Running(new Upstream("http", "127.0.0.1", 4000), formation)));
  }

  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
    running.remove(ref);
    return CallOutcome.done(new AppStatus.Stopped(WEB));
  }

  @Override
  public Readiness readiness(String ref) {
    return new Readiness(
        null, true, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(50));
  }

  @Override
  public List<String> output(String ref, int lines) {
    return List.of();
  }

  @Override
  public Sight look(Upstream upstream, @Nullable String path, Duration timeout) {
    return running.isEmpty() ? Sight.SILENT : Sight.ANSWERS;
  }

  @Override
  public Quiet holdNewRequests(AppId app, Deadline deadline) {
    return new Quiet(0, 0, null);
  }

  @Override
  public Quiet activity(AppId app) {
    return new Quiet(0, 0, null);
  }

  @Override
  public Map<AppId, Instant> drainActivity() {
    return Map.of();
  }

  @Override
  public void close() {}
}
