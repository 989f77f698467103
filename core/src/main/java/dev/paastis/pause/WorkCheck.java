// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.AppId;
import dev.paastis.app.TrackedApp;
import dev.paastis.policy.Busy;
import dev.paastis.policy.Facts;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Control;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Work;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Looks whether apps that are due to sleep work without requests: a queue, an import, a job of
 * their own clock. Only then is anything asked, so that an app at rest costs nothing.
 *
 * <p>Two readings are compared, a short while apart. An app that was found at work is measured over
 * the whole time since then as well, which finds work that comes and goes. A provider that does not
 * tell is asked {@value #TRIES} times; then the app sleeps as if it did nothing, since a fault of a
 * counter must not keep apps awake for ever.
 *
 * <p>Safe for use by many threads; blocks for as long as the readings are apart.
 */
final class WorkCheck {
  private static final Logger LOG = System.getLogger(WorkCheck.class.getName());
  private static final Duration READING_TIME = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int TRIES = 3;

  /** Readings are apart by that part of the idle timeout, within these bounds. */
  private static final int PART = 20;

  private static final Duration SHORTEST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Control control;
  private final Idleness idleness;

  /** The last reading of each app that was found at work. */
  private final Map<AppId, Look> last = new ConcurrentHashMap<>();

  WorkCheck(Control control, Idleness idleness) {
    this.control = control;
    this.idleness = idleness;
  }

  /**
   * A reading.
   *
   * @param app the row at that time
   * @param busy from how much work on it counts
   * @param work what the provider told
   * @param at when
   * @param nanos when, by the ticker
   */
  private record Look(TrackedApp app, Busy busy, Work work, Instant at, long nanos) {}

  /** Two readings of one app, the earlier first. */
  private record Span(Look from, Look to) {
    Optional<String> work() {
      Work.Used used = to.work().since(from.work());
      Duration within = Duration.ofNanos(to.nanos() - from.nanos());
      return to.busy().judge(used.cpu(), used.sent(), within);
    }
  }

  /** What one of these apps does, if one works; it counts as active from now on. */
  Optional<String> ask(List<TrackedApp> awake) throws InterruptedException {
    List<Look> looks = new ArrayList<>();
    for (TrackedApp app : awake) {
      look(app).ifPresent(looks::add);
    }
    Optional<String> meanwhile = working(looks.stream().flatMap(this::sinceLast).toList());
    if (meanwhile.isPresent() || looks.isEmpty()) {
      return meanwhile;
    }
    control.ticker().pause(apart(looks));
    List<Span> spans = new ArrayList<>();
    for (Look look : looks) {
      look(look.app()).ifPresent(again -> spans.add(new Span(look, again)));
    }
    return working(spans);
  }

  private Optional<String> working(List<Span> spans) {
    Optional<String> first = Optional.empty();
    for (Span span : spans) {
      Optional<String> what = span.work();
      what.ifPresent(words -> remember(span.to(), words));
      String name = span.to().app().app().name();
      first = first.or(() -> what.map(words -> name + " is at work: " + words));
    }
    return first;
  }

  private void remember(Look look, String what) {
    last.put(look.app().id(), look);
    idleness.foundAtWork(look.app(), new Facts.Work(look.at(), what));
  }

  /** The time since the last reading, unless requests were served in it, which is no such work. */
  private Stream<Span> sinceLast(Look now) {
    Look before = last.remove(now.app().id());
    if (before == null || !before.app().state().since().equals(now.app().state().since())) {
      return Stream.empty();
    }
    Instant lastActivity = idleness.facts(now.app()).lastActivity();
    return lastActivity != null && lastActivity.isAfter(before.at())
        ? Stream.empty()
        : Stream.of(new Span(before, now));
  }

  private Optional<Look> look(TrackedApp app) throws InterruptedException {
    Busy busy = idleness.policy(app).busy().value();
    Provider provider = control.providerOf(app);
    return busy.equals(Busy.NEVER) || !provider.tellsWork()
        ? Optional.empty()
        : read(app, provider)
            .map(work ->
                new Look(app, busy, work, control.lifecycle().now(), control.ticker().nanos()));
  }

  private Optional<Work> read(TrackedApp app, Provider provider) throws InterruptedException {
    for (int left = TRIES; ; left--) {
      CallOutcome<Work> told =
          provider.work(app.app().ref(), Call.sleep(READING_TIME, control.ticker()));
      switch (told) {
        case CallOutcome.Done<Work>(Work work) -> {
          return Optional.of(work);
        }
        case CallOutcome.Refused<Work>(var refusal) -> {
          return untold(app, refusal.message());
        }
        case CallOutcome.Unknown<Work>(String cause) -> {
          if (left == 1) {
            return untold(app, cause);
          }
          control.ticker().pause(RETRY);
        }
      }
    }
  }

  private static Optional<Work> untold(TrackedApp app, String why) {
    LOG.log(
        Level.WARNING,
        "app={0} is judged by its requests alone, whether it works was not told: {1}",
        app.app().name(),
        why);
    return Optional.empty();
  }

  private Duration apart(List<Look> looks) {
    Duration longest = SHORTEST;
    for (Look look : looks) {
      Duration part = idleness.policy(look.app()).idleTimeout().value().dividedBy(PART);
      longest = part.compareTo(longest) > 0 ? part : longest;
    }
    return longest.compareTo(LONGEST) < 0 ? longest : LONGEST;
  }
}
