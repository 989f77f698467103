// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.app.AppId;
import dev.paastis.app.AppListener;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Wakes the open streams when something happened. It carries no events: each stream reads the log
 * from where it stands, so that a stream can neither miss an event nor see it twice, however slow
 * it is. It closes before the web server stops, for otherwise a graceful stop would wait for
 * streams that never end. Safe for use by many threads.
 */
public final class EventFeed implements AppListener, SmartLifecycle {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private long position;
  private boolean open = true;

  /** Where the feed stands; take it before reading the log. */
  public long position() {
    lock.lock();
    try {
      return position;
    } finally {
      lock.unlock();
    }
  }

  /** Whether streams go on. */
  public boolean isOpen() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until something happened after that position, the feed closed, or the time is over.
   *
   * @return where the feed stands now
   */
  public long await(long seen, Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = atMost.toNanos();
      while (open && position == seen && nanos > 0) {
        nanos = moved.awaitNanos(nanos);
      }
      return position;
    } finally {
      lock.unlock();
    }
  }

  /** Says that something happened. */
  public void signal() {
    lock.lock();
    try {
      position++;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The same log, which says so here when something was appended. */
  public EventLog announcing(EventLog log) {
    return new Announcing(log, this);
  }

  @Override
  public void changed(TrackedApp app) {
    signal();
  }

  @Override
  public void removed(TrackedApp app) {
    signal();
  }

  @Override
  public void start() {
    setOpen(true);
  }

  @Override
  public void stop() {
    setOpen(false);
  }

  @Override
  public boolean isRunning() {
    return isOpen();
  }

  @Override
  public int getPhase() {
    return DEFAULT_PHASE;
  }

  private void setOpen(boolean now) {
    lock.lock();
    try {
      open = now;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private record Announcing(EventLog log, EventFeed feed) implements EventLog {
    @Override
    public Event append(Event event) {
      Event stored = log.append(event);
      feed.signal();
      return stored;
    }

    @Override
    public List<Event> before(SpaceId space, @Nullable AppId app, long before, int limit) {
      return log.before(space, app, before, limit);
    }

    @Override
    public List<Event> after(SpaceId space, @Nullable AppId app, long after, int limit) {
      return log.after(space, app, after, limit);
    }
  }
}
