// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keys in the order of their deadlines: what is not due costs nothing, however many there are.
 * Scheduling, cancelling and taking one take logarithmic time. Safe for use by many threads.
 *
 * @param <K> type of the keys
 */
public final class DeadlineQueue<K> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition earlier = lock.newCondition();
  private final TreeMap<Entry, K> byTime = new TreeMap<>();
  private final Map<K, Entry> byKey = new HashMap<>();
  private long sequence;

  /** Creates an empty queue. */
  public DeadlineQueue() {}

  /** Schedules a key, in place of its earlier deadline if it had one. */
  public void schedule(K key, Instant at) {
    lock.lock();
    try {
      remove(key);
      Entry entry = new Entry(at, sequence++);
      byKey.put(key, entry);
      byTime.put(entry, key);
      if (byTime.firstKey().equals(entry)) {
        earlier.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes a key out; nothing happens when it is not in. */
  public void cancel(K key) {
    lock.lock();
    try {
      remove(key);
    } finally {
      lock.unlock();
    }
  }

  /** Takes out all keys due at that time, earliest first. */
  public List<K> takeDue(Instant now) {
    lock.lock();
    try {
      List<K> due = new ArrayList<>();
      while (!byTime.isEmpty() && !byTime.firstKey().at().isAfter(now)) {
        K key = byTime.pollFirstEntry().getValue();
        byKey.remove(key);
        due.add(key);
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  /** The earliest deadline. */
  public Optional<Instant> next() {
    lock.lock();
    try {
      return byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.firstKey().at());
    } finally {
      lock.unlock();
    }
  }

  /** The key's deadline. */
  public Optional<Instant> deadlineOf(K key) {
    lock.lock();
    try {
      return Optional.ofNullable(byKey.get(key)).map(Entry::at);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the earliest deadline as seen at {@code now}, or until an earlier one is scheduled,
   * or for {@code atMost}.
   */
  @SuppressWarnings("WaitNotInLoop") // the caller loops; a spurious wake-up costs one look
  public void awaitNext(Instant now, Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Duration wait = atMost;
      if (!byTime.isEmpty()) {
        Duration left = Duration.between(now, byTime.firstKey().at());
        wait = left.compareTo(atMost) < 0 ? left : atMost;
      }
      if (wait.isPositive()) {
        var _ = earlier.awaitNanos(wait.toNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  private void remove(K key) {
    Entry old = byKey.remove(key);
    if (old != null) {
      byTime.remove(old);
    }
  }

  private record Entry(Instant at, long sequence) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }
}
