// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the platform will have done by when. {@link #drive()} runs it as time passes; a test moves
 * its clock and calls {@link #runDue()} instead. Safe for use by many threads.
 */
public final class Timeline implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition earlier = lock.newCondition();
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long sequence;
  private boolean closed;

  /** An empty timeline by that clock. */
  public Timeline(InstantSource clock) {
    this.clock = clock;
  }

  /** Runs the task that long from now; at once when it is no time at all. */
  public void after(Duration time, Runnable task) {
    if (!time.isPositive()) {
      task.run();
      return;
    }
    lock.lock();
    try {
      entries.add(new Entry(clock.instant().plus(time), sequence++, task));
      earlier.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Runs all tasks whose time has come, in order. */
  public void runDue() {
    List<Runnable> due = new ArrayList<>();
    lock.lock();
    try {
      Instant now = clock.instant();
      while (!entries.isEmpty() && !entries.peek().at().isAfter(now)) {
        due.add(entries.poll().task());
      }
    } finally {
      lock.unlock();
    }
    due.forEach(Runnable::run);
  }

  /** Runs due tasks as time passes, on a thread of its own, until closed. */
  public void drive() {
    Thread.ofVirtual()
        .name("timeline")
        .start(() -> {
          while (awaitNext()) {
            runDue();
          }
        });
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      earlier.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // drive() loops
  private boolean awaitNext() {
    lock.lock();
    try {
      Duration wait = LONGEST_WAIT;
      if (!entries.isEmpty()) {
        Duration left = Duration.between(clock.instant(), entries.peek().at());
        wait = left.compareTo(wait) < 0 ? left : wait;
      }
      if (!closed && wait.isPositive()) {
        var _ = earlier.awaitNanos(wait.toNanos());
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private record Entry(Instant at, long sequence, Runnable task) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }
}
