// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import dev.paastis.schedule.Deadline;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest row of every app that this engine has seen, in memory: what is read often, what must
 * go on when the store is away, and where the loser of a race waits for the winner. Safe for use by
 * many threads.
 */
public final class AppDirectory implements AppListener {
  private final Map<AppId, TrackedApp> apps = new ConcurrentHashMap<>();

  /** Who waits for which app; a set is only touched within its map's atomic methods. */
  private final Map<AppId, Set<Thread>> waiting = new ConcurrentHashMap<>();

  @Override
  public void changed(TrackedApp app) {
    apps.merge(app.id(), app, (old, now) -> now.version() >= old.version() ? now : old);
    signal(app.id());
  }

  @Override
  public void removed(TrackedApp app) {
    apps.remove(app.id());
    signal(app.id());
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
    Thread me = Thread.currentThread();
    waiting.compute(id, (_, waiters) -> with(waiters, me));
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException("while waiting for app " + id);
        }
        TrackedApp app = apps.get(id);
        if (app == null || condition.test(app)) {
          return Optional.ofNullable(app);
        }
        if (deadline.expired()) {
          return Optional.empty();
        }
        deadline.ticker().park(deadline.remaining());
      }
    } finally {
      waiting.computeIfPresent(id, (_, waiters) -> without(waiters, me));
    }
  }

  private void signal(AppId id) {
    waiting.computeIfPresent(
        id,
        (_, waiters) -> {
          waiters.forEach(LockSupport::unpark);
          return waiters;
        });
  }

  private static Set<Thread> with(@Nullable Set<Thread> waiters, Thread one) {
    Set<Thread> all = waiters == null ? new LinkedHashSet<>() : waiters;
    all.add(one);
    return all;
  }

  private static @Nullable Set<Thread> without(Set<Thread> waiters, Thread one) {
    waiters.remove(one);
    return waiters.isEmpty() ? null : waiters;
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
