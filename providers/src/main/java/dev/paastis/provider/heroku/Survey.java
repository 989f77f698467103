// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.app.Formation;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The formations of all apps. Heroku lists apps without saying whether they run, and tells a
 * formation only app by app, so a survey costs a call for each.
 *
 * <p>It spends only what the account has above a reserve for wakes and sleeps. A fleet that fits is
 * looked at afresh or not at all: an old formation could contradict what another engine has done
 * meanwhile. A fleet that can never fit is looked at in turns, and is first told of when every app
 * was seen once. Safe for use by many threads.
 */
final class Survey {
  /** Calls left alone for wakes and sleeps. */
  static final int RESERVE = 1000;

  private static final int AT_ONCE = 8;

  private final HerokuApi api;
  private final Ticker ticker;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  Survey(HerokuApi api, Ticker ticker) {
    this.api = api;
    this.ticker = ticker;
  }

  /** What another call said of a formation. */
  void saw(String ref, Formation formation) {
    seen.put(ref, new Seen(formation, ticker.nanos()));
  }

  /** The formations by reference; apps that are gone meanwhile are missing. */
  CallOutcome<Map<String, Formation>> of(List<String> refs, Call call) {
    int affordable = Math.max(0, api.remaining() - RESERVE);
    if (affordable < refs.size() && refs.size() <= HerokuApi.FULL_BUCKET - RESERVE) {
      return later(refs.size(), affordable);
    }
    seen.keySet().retainAll(Set.copyOf(refs));
    Round round = new Round(call);
    round.run(oldestFirst(refs).subList(0, Math.min(affordable, refs.size())));
    CallOutcome<Map<String, Formation>> obstacle = round.obstacle.get();
    return obstacle == null ? result(refs, round) : obstacle;
  }

  private List<String> oldestFirst(List<String> refs) {
    // A copy, since other calls may change what they are sorted by.
    Map<String, Long> ages =
        refs.stream().collect(Collectors.toMap(ref -> ref, this::ageNanos, Math::max));
    return refs.stream()
        .sorted(Comparator.<String, Long>comparing(ref -> ages.getOrDefault(ref, 0L)).reversed())
        .toList();
  }

  private long ageNanos(String ref) {
    Seen last = seen.get(ref);
    return last == null ? Long.MAX_VALUE : ticker.nanos() - last.atNanos();
  }

  private CallOutcome<Map<String, Formation>> result(List<String> refs, Round round) {
    Map<String, Formation> formations = new HashMap<>();
    int missing = 0;
    for (String ref : refs) {
      Seen last = seen.get(ref);
      if (last != null) {
        formations.put(ref, last.formation());
      } else if (!round.gone.contains(ref)) {
        missing++;
      }
    }
    return missing == 0
        ? CallOutcome.done(formations)
        : incomplete(refs.size(), refs.size() - missing, round.call.expired());
  }

  private static CallOutcome<Map<String, Formation>> incomplete(
      int apps, int looked, boolean outOfTime) {
    String message = "of " + apps + " apps " + looked + " were looked at so far; the rest follow";
    return outOfTime
        ? CallOutcome.unknown(message + " next time")
        : CallOutcome.refused(
            Refusal.Kind.RATE_LIMITED, message + " as Heroku's rate limit allows");
  }

  private static CallOutcome<Map<String, Formation>> later(int apps, int affordable) {
    return CallOutcome.refused(
        Refusal.Kind.RATE_LIMITED,
        "to know which apps run takes a call for each of "
            + apps
            + "; Heroku's rate limit leaves "
            + affordable
            + " now, and about 75 more each minute");
  }

  /** One round of calls, a few at once. */
  private final class Round {
    private final Call call;
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private final Semaphore slots = new Semaphore(AT_ONCE);

    /** The first outcome that makes further calls useless. */
    private final AtomicReference<@Nullable CallOutcome<Map<String, Formation>>> obstacle =
        new AtomicReference<>();

    Round(Call call) {
      this.call = call;
    }

    void run(List<String> refs) {
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        refs.forEach(ref -> threads.execute(() -> look(ref)));
      }
    }

    private void look(String ref) {
      slots.acquireUninterruptibly();
      try {
        if (obstacle.get() == null) {
          note(ref, api.formation(ref, call));
        }
      } finally {
        slots.release();
      }
    }

    private void note(String ref, CallOutcome<Formation> outcome) {
      switch (outcome) {
        case CallOutcome.Done<Formation>(Formation formation) -> saw(ref, formation);
        case CallOutcome.Refused<Formation>(Refusal refusal)
            when refusal.kind() == Refusal.Kind.NOT_FOUND -> {
          gone.add(ref);
          seen.remove(ref);
        }
        case CallOutcome.Refused<Formation>(Refusal refusal) ->
            obstacle.compareAndSet(null, new CallOutcome.Refused<>(refusal));
        case CallOutcome.Unknown<Formation>(String cause) -> {
          if (!call.expired()) { // otherwise what was seen so far is kept for the next time
            obstacle.compareAndSet(null, CallOutcome.unknown(cause));
          }
        }
      }
    }
  }

  private record Seen(Formation formation, long atNanos) {}
}
