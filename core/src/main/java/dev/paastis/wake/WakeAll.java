// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.TrackedApp;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/** Wakes every app that sleeps: the way out, for an account, a space, or all of Paastis. */
public final class WakeAll {
  private static final int AT_ONCE = 32;

  private final AppDirectory directory;
  private final Wakes wakes;

  /** Wakes the apps of that directory. */
  public WakeAll(AppDirectory directory, Wakes wakes) {
    this.directory = directory;
    this.wakes = wakes;
  }

  /**
   * What came of it.
   *
   * @param woken names of the apps that are awake now and were not
   * @param failed names of those that are not, each with why
   */
  public record Result(List<String> woken, List<String> failed) {
    /** Copies the lists. */
    public Result {
      woken = List.copyOf(woken);
      failed = List.copyOf(failed);
    }
  }

  /** Wakes all that the condition selects and that are not awake; returns when all have ended. */
  public Result wake(Predicate<TrackedApp> which, Cause cause) {
    List<TrackedApp> asleep =
        directory.all().stream()
            .filter(which)
            .filter(app -> !(app.state() instanceof AppState.Awake))
            .toList();
    Round round = new Round(cause);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      asleep.forEach(app -> threads.execute(() -> round.wake(app)));
    }
    return new Result(sorted(round.woken), sorted(round.failed));
  }

  private final class Round {
    private final Cause cause;
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final Queue<String> woken = new ConcurrentLinkedQueue<>();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();

    Round(Cause cause) {
      this.cause = cause;
    }

    void wake(TrackedApp app) {
      slots.acquireUninterruptibly();
      try {
        note(app.app().name(), wakes.wake(app.id(), cause));
      } finally {
        slots.release();
      }
    }

    private void note(String name, WakeOutcome outcome) {
      switch (outcome) {
        case WakeOutcome.Ready _ -> woken.add(name);
        case WakeOutcome.Failed(var _, String why) -> failed.add(name + ": " + why);
        case WakeOutcome.NotNow notNow -> failed.add(name + ": " + notNow.detail());
        case WakeOutcome.NoSuchApp _ -> {} // gone meanwhile: it is not left asleep by us
      }
    }
  }

  private static List<String> sorted(Queue<String> names) {
    return names.stream().sorted(Comparator.naturalOrder()).toList();
  }
}
