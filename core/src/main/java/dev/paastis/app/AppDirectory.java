// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import dev.paastis.schedule.Deadline;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The newest row of every app that this engine has seen, in memory: what is read often, what must
 * go on when the store is away, and where the loser of a race waits for the winner. Safe for use by
 * many threads.
 */
public final class AppDirectory implements AppListener {
  private final Map<AppId, TrackedApp> apps = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @Override
  public void changed(TrackedApp app) {
    apps.merge(app.id(), app, (old, now) -> now.version() >= old.version() ? now : old);
    signal();
  }

  @Override
  public void removed(TrackedApp app) {
    apps.remove(app.id());
    signal();
  }

  /** All apps, by name. */
  public List<TrackedApp> all() {
    return sorted(apps.values());
  }

  /** The app, if it is known. */
  public Optional<TrackedApp> find(AppId id) {
    return Optional.ofNullable(apps.get(id));
  }

  /** The app of that name in the space. */
  public Optional<TrackedApp> find(SpaceId space, String name) {
    return apps.values().stream()
        .filter(app -> app.app().space().equals(space) && app.app().name().equals(name))
        .findAny();
  }

  /** The app of that reference on the account. */
  public Optional<TrackedApp> find(Account account, String ref) {
    return apps.values().stream()
        .filter(app -> app.app().account().id().equals(account.id()) && app.app().ref().equals(ref))
        .findAny();
  }

  /** The members of the app's group in wake order, the app itself among them; or the app alone. */
  public List<TrackedApp> groupOf(TrackedApp app) {
    Group group = app.app().group();
    if (group == null) {
      return List.of(app);
    }
    return apps.values().stream()
        .filter(other -> sameGroup(app, other, group))
        .sorted(Comparator.comparingInt(AppDirectory::order).thenComparing(o -> o.app().name()))
        .toList();
  }

  /**
   * Waits until the app's row satisfies the condition.
   *
   * @return the row, or empty when the deadline passed or the app is gone
   */
  public Optional<TrackedApp> await(AppId id, Predicate<TrackedApp> condition, Deadline deadline)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        TrackedApp app = apps.get(id);
        if (app == null) {
          return Optional.empty();
        }
        if (condition.test(app)) {
          return Optional.of(app);
        }
        if (changed.awaitNanos(deadline.remaining().toNanos()) <= 0) {
          return Optional.of(app).filter(condition);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static boolean sameGroup(TrackedApp app, TrackedApp other, Group group) {
    Group theirs = other.app().group();
    return theirs != null
        && theirs.name().equals(group.name())
        && other.app().space().equals(app.app().space());
  }

  private static int order(TrackedApp app) {
    Group group = app.app().group();
    return group == null ? 0 : group.order();
  }

  private static List<TrackedApp> sorted(Collection<TrackedApp> apps) {
    return apps.stream().sorted(Comparator.comparing(app -> app.app().name())).toList();
  }
}
