// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import dev.paastis.app.Account;
import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Priority;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Readiness;
import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The race of readiness proofs: a probe of the app's own address, densest around the app's usual
 * wake time, against the provider's own word. Where the probe suffices, the first that holds wins;
 * elsewhere both must agree, and the provider is asked at once, since most starts there end with
 * the platform's word for it; behind a shared router, only then is there anything to probe. The
 * provider's word also ends a wait for an app that has already crashed.
 */
final class ReadinessRace {
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);
  private static final int STOPPED_FOR_SURE = 3;

  private final Probe probe;
  private final Ticker ticker;

  ReadinessRace(Probe probe, Ticker ticker) {
    this.probe = probe;
    this.ticker = ticker;
  }

  /** How the race ended. */
  sealed interface Finish {
    /** The app answers, there and with this formation. */
    record Ready(AppStatus.Running running) implements Finish {}

    /** The app stopped by itself. */
    record Stopped(AppStatus status) implements Finish {}

    /** The app is where none of its account may be, and nothing more will be seen of it. */
    record OutOfBounds(Upstream upstream) implements Finish {}

    /** Nothing held in time. */
    record TooLate() implements Finish {}
  }

  /**
   * Runs the race on the calling virtual thread and two more.
   *
   * @param begunNanos when the wake began, on the ticker's scale
   */
  Finish run(Course course, long begunNanos, Deadline deadline) throws InterruptedException {
    CompletableFuture<Finish> finish = new CompletableFuture<>();
    Run run = new Run(course, begunNanos, deadline, finish);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.execute(run::probe);
      threads.execute(run::ask);
      try {
        return finish.get(); // ends by the deadline, which the probing leg keeps
      } catch (ExecutionException e) {
        throw new IllegalStateException("readiness race of '" + course.ref() + "' broke", e);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /**
   * What is raced for.
   *
   * @param provider asked for its word
   * @param account on which the app is
   * @param ref the app
   * @param running where it should answer, as the start said
   * @param estimate its usual wake time, if there is a history
   */
  record Course(
      Provider provider,
      Account account,
      String ref,
      AppStatus.Running running,
      @Nullable WakeEstimate estimate) {}

  private final class Run {
    private final Course course;
    private final Readiness readiness;
    private final long begunNanos;
    private final Deadline deadline;
    private final CompletableFuture<Finish> finish;

    /** Set by one thread and read by the other; a late sight costs one more round. */
    private volatile AppStatus.Running running;

    private volatile boolean probeHeld;

    /** Whether the provider's last word was "running"; with a probe that held, both agree. */
    private volatile boolean toldRunning;

    private int stoppedInARow;

    Run(Course course, long begunNanos, Deadline deadline, CompletableFuture<Finish> finish) {
      this.course = course;
      this.readiness = course.provider().readiness(course.ref());
      this.begunNanos = begunNanos;
      this.deadline = deadline;
      this.finish = finish;
      this.running = course.running();
    }

    void probe() {
      guarded(() -> {
        while (!over()) {
          if (!isProbedInVain() && answers(running.upstream())) {
            probeHeld = true;
            if (readiness.probeSuffices() || toldRunning) {
              finish.complete(new Finish.Ready(running));
              return;
            }
          }
          if (!over()) {
            ticker.pause(Pace.next(readiness, course.estimate(), sinceBegun()));
          }
        }
        finish.complete(new Finish.TooLate());
      });
    }

    void ask() {
      guarded(() -> {
        if (readiness.probeSuffices()) {
          ticker.pause(readiness.statusEvery());
        } else {
          stoppedInARow = -1; // a word this early may be of before the start
        }
        while (!over()) {
          if (course.provider().status(course.ref(), new Call(Priority.WAKE, deadline))
              instanceof CallOutcome.Done<AppStatus>(AppStatus status)) {
            judge(status);
          }
          ticker.pause(readiness.statusEvery());
        }
      });
    }

    private void judge(AppStatus status) {
      switch (status) {
        case AppStatus.Running now -> {
          stoppedInARow = 0;
          running = now;
          toldRunning = true; // written before the other is read, as the probing leg does
          if (probeHeld || (isBehindRouter() && answers(now.upstream()))) {
            finish.complete(new Finish.Ready(now));
          }
        }
        case AppStatus.Starting now -> {
          stoppedInARow = 0;
          toldRunning = false;
          running = now.begun();
        }
        case AppStatus.Stopped _ -> {
          // A platform may still say "stopped" for a moment after it accepted the start.
          stoppedInARow++;
          toldRunning = false;
          if (stoppedInARow >= STOPPED_FOR_SURE) {
            finish.complete(new Finish.Stopped(status));
          }
        }
        case AppStatus.Crashed _, AppStatus.Gone _ -> finish.complete(new Finish.Stopped(status));
      }
    }

    /** One look; at an address out of bounds the race is over, for the app will not move. */
    private boolean answers(Upstream upstream) {
      Probe.Sight sight =
          probe
              .of(course.account())
              .look(upstream, readiness.path(), deadline.atMost(PROBE_TIMEOUT));
      return switch (sight) {
        case ANSWERS -> true;
        case SILENT -> false;
        case OUT_OF_BOUNDS -> {
          finish.complete(new Finish.OutOfBounds(upstream));
          yield false;
        }
      };
    }

    /** A shared router accepts connections and may answer for apps that sleep or boot. */
    private boolean isProbedInVain() {
      return isBehindRouter() && !toldRunning;
    }

    private boolean isBehindRouter() {
      return !readiness.probeSuffices() && running.upstream().ownHost();
    }

    private boolean over() {
      return finish.isDone() || deadline.expired();
    }

    private Duration sinceBegun() {
      return Duration.ofNanos(ticker.nanos() - begunNanos);
    }

    /** A fault of ours ends the race at once instead of looking like a slow app. */
    private void guarded(Leg leg) {
      try {
        leg.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        finish.completeExceptionally(e);
      }
    }
  }

  private interface Leg {
    void run() throws InterruptedException;
  }
}
