// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.bench.ProvidersBench.Account;
import dev.paastis.emulator.EmulatedPlatform;
import dev.paastis.emulator.vendors.Vendor;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * All apps of an account on Scalingo, which allows sixty calls a minute, are put to sleep and woken
 * again; in the middle of the sleeps, some are woken by visitors.
 */
final class PauseBench {
  private static final double ALLOWED_PER_MINUTE = 60;
  private static final double TOLERANCE = 1.05;
  private static final Duration WAKE_BAR = Duration.ofSeconds(2);
  private static final Duration STOP = Duration.ofMinutes(2);
  private static final Duration START = Duration.ofMinutes(5);
  private static final int AT_ONCE = 4;
  private static final int MOST_VISITS = 20;

  private final EmulatedPlatform platform;
  private final ScaledTime time;
  private final Map<String, Formation> asleep = new ConcurrentHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private int visits;

  PauseBench(EmulatedPlatform platform, ScaledTime time) {
    this.platform = platform;
    this.time = time;
  }

  boolean run() throws InterruptedException {
    Thread clockwork = Thread.ofVirtual().start(this::runDue);
    try (Account account = Account.open(Vendor.SCALINGO, platform, time, time)) {
      List<String> awake =
          ProvidersBench.listed(account.provider(), time).stream()
              .filter(app -> app.status() instanceof AppStatus.Running)
              .map(DiscoveredApp::ref)
              .toList();
      long begun = time.nanos();
      long before = account.budget().calls();
      visits = Math.clamp(awake.size() / 20, 1, MOST_VISITS);
      pause(account, awake);
      boolean met = report("slept", account, awake.size(), new Since(begun, before));
      Duration longest = account.budget().longestWakeWait();
      System.out.printf(
          "visits in the middle: %d wakes, no call of theirs waited longer than %.2f s%n",
          visits, longest.toMillis() / 1000.0);
      begun = time.nanos();
      before = account.budget().calls();
      wake(account);
      met &= report("woken", account, awake.size(), new Since(begun, before));
      met &= longest.compareTo(WAKE_BAR) <= 0 && failures.isEmpty();
      failures.stream().limit(5).forEach(System.out::println);
      System.out.println("bars: " + (met ? "met" : "MISSED"));
      return met;
    } finally {
      clockwork.interrupt();
    }
  }

  private record Since(long nanos, long calls) {}

  private boolean report(String what, Account account, int apps, Since since) {
    double minutes = (time.nanos() - since.nanos()) / 60e9;
    long calls = account.budget().calls() - since.calls();
    double ideal = calls / ALLOWED_PER_MINUTE;
    System.out.printf(
        "%s %d apps by %d calls in %.1f min; at 60 a minute %.1f min: ratio %.3f, refused as too many"
            + " %d%n",
        what, apps, calls, minutes, ideal, minutes / ideal, account.budget().refused());
    return minutes / ideal <= TOLERANCE && account.budget().refused() == 0;
  }

  private void pause(Account account, List<String> refs) {
    AtomicInteger done = new AtomicInteger();
    int every = Math.max(1, refs.size() / (visits + 1));
    try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
      forAll(
          refs,
          ref -> {
            sleep(account, ref);
            int number = done.incrementAndGet();
            if (number % every == 0 && number / every <= visits) {
              visitors.execute(() -> visit(account, ref));
            }
          });
    }
  }

  /** As the engine does: look what runs, remember it, stop. */
  private void sleep(Account account, String ref) {
    var status = account.provider().status(ref, Call.sleep(STOP, time));
    if (status instanceof CallOutcome.Done<AppStatus>(AppStatus.Running running)) {
      asleep.put(ref, running.formation());
      note("stop", ref, account.provider().stop(ref, Call.sleep(STOP, time)));
    } else {
      note("status", ref, status);
    }
  }

  private void visit(Account account, String ref) {
    start(account, ref);
    asleep.remove(ref);
  }

  private void wake(Account account) {
    forAll(List.copyOf(asleep.keySet()), ref -> start(account, ref));
  }

  private void start(Account account, String ref) {
    Operation operation =
        new Operation(
            UUID.randomUUID(),
            new EngineId(UUID.randomUUID()),
            time.instant(),
            Cause.of(Cause.Kind.REQUEST, "bench"));
    Formation formation = asleep.getOrDefault(ref, Formation.EMPTY);
    note("start", ref, account.provider().start(ref, formation, operation, Call.wake(START, time)));
  }

  private void note(String what, String ref, CallOutcome<?> outcome) {
    if (!(outcome instanceof CallOutcome.Done<?>)) {
      failures.add(what + " of " + ref + ": " + outcome);
    }
  }

  private static void forAll(List<String> refs, Consumer<String> work) {
    Semaphore slots = new Semaphore(AT_ONCE, true);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String ref : refs) {
        threads.execute(() -> {
          slots.acquireUninterruptibly();
          try {
            work.accept(ref);
          } finally {
            slots.release();
          }
        });
      }
    }
  }

  private void runDue() {
    try {
      while (true) {
        platform.runDue();
        Thread.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
