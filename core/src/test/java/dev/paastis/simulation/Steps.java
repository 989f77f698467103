// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.simulation;

import dev.paastis.schedule.Ticker;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * Virtual threads run one step at a time on the calling thread, in an order that only the seed
 * decides, and time that passes only when nobody has anything left to do. Threads that a virtual
 * thread starts run here as well, since they inherit its scheduler.
 */
final class Steps implements Ticker {
  private static final Method NEW_THREAD = newThread();
  private static final int TOO_MANY = 2_000_000;

  private final Random random;
  private final List<Step> ready = new ArrayList<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::number));
  private long now;
  private long timersMade;

  Steps(Random random) {
    this.random = random;
  }

  /** Threads that live and die together, as those of one process. */
  final class Machine implements Executor {
    private boolean dead;

    @Override
    public void execute(Runnable step) {
      if (!dead) {
        ready.add(new Step(this, step));
      }
    }

    void start(String name, Runnable task) {
      try {
        ((Thread) NEW_THREAD.invoke(null, this, name, 0, task)).start();
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("this JDK has no such virtual threads", e);
      }
    }

    /** None of its threads takes another step, wherever it stands. */
    void kill() {
      dead = true;
      ready.removeIf(step -> step.process() == this);
    }

    boolean isDead() {
      return dead;
    }
  }

  private record Step(Machine process, Runnable run) {}

  private record Timer(long at, long number, Thread thread) {}

  /** Runs until nothing is left to do and no time is waited for. */
  void runToTheEnd() {
    for (int steps = 0; step(); steps++) {
      if (steps > TOO_MANY) {
        throw new AssertionError("never comes to rest");
      }
    }
  }

  private boolean step() {
    if (!ready.isEmpty()) {
      int last = ready.size() - 1;
      int chosen = random.nextInt(ready.size());
      Step step = ready.get(chosen);
      ready.set(chosen, ready.get(last));
      ready.remove(last);
      step.run().run();
      return true;
    }
    Timer timer = timers.poll();
    if (timer == null) {
      return false;
    }
    now = Math.max(now, timer.at());
    LockSupport.unpark(timer.thread());
    return true;
  }

  /** Lets others take their steps first, if the seed says so. */
  @SuppressWarnings("ThreadPriorityCheck") // the scheduler is ours
  static void giveWay() {
    Thread.yield();
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void park(Duration atMost) {
    Timer timer = new Timer(now + atMost.toNanos(), timersMade++, Thread.currentThread());
    timers.add(timer);
    LockSupport.park(this);
    timers.remove(timer);
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    long end = now + time.toNanos();
    do {
      park(Duration.ofNanos(end - now));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    } while (now < end);
  }

  private static Method newThread() {
    try {
      Method method =
          Class.forName("java.lang.ThreadBuilders")
              .getDeclaredMethod(
                  "newVirtualThread", Executor.class, String.class, int.class, Runnable.class);
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this JDK has no such virtual threads", e);
    }
  }
}
