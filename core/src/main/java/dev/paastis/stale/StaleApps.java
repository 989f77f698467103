// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.stale;

import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.pause.Gateways;
import dev.paastis.policy.PolicyBook;
import dev.paastis.provider.Control;
import dev.paastis.stale.Staleness.Terms;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds review apps that nobody uses any more and tells of each once. Where a rule says so it
 * announces their deletion, warns a last time, and deletes them, never without both; use, a pin, or
 * a person's word that one is kept, begins all anew. One round at a time; the rest is safe for use
 * by many threads.
 *
 * <p>The dates are those of the wall clock, and are counted from the warnings that were kept. A
 * clock that jumps ahead could make both warnings and the deletion due at once; so each step waits
 * for a later round, and between the last warning and the deletion an hour must pass by the ticker,
 * too, of the engine that deletes.
 */
public final class StaleApps {
  private static final Logger LOG = System.getLogger(StaleApps.class.getName());

  /** How long a last warning is out at least, whatever the clock says. */
  static final Duration LEAST_WARNING = Duration.ofHours(1);

  private final Control control;
  private final Staleness staleness;
  private final StaleBook book;
  private final Deletion deletion;

  /** Since when, by the ticker, this engine knows of each last warning. */
  private final Map<AppId, KnownWarning> known = new HashMap<>();

  private record KnownWarning(Instant sentAt, long sinceNanos) {}

  /**
   * Looks after the apps of that engine.
   *
   * @param release makes an app that was deleted an unknown one
   */
  public StaleApps(
      Control control,
      Gateways gateways,
      PolicyBook rules,
      StaleBook book,
      Consumer<TrackedApp> release) {
    this.control = control;
    this.staleness = new Staleness(control.directory(), gateways, rules);
    this.book = book;
    this.deletion = new Deletion(control, gateways, staleness, book, release);
  }

  /**
   * Takes each case one step further; tells how many apps were deleted.
   *
   * @throws StoreUnavailableException when the store is away; what was done so far is kept
   */
  public int round() throws InterruptedException {
    Map<AppId, StaleCase> cases = new HashMap<>();
    book.all().forEach(one -> cases.put(one.app(), one));
    Map<AppId, Instant> handled = book.handled();
    Set<AppId> unknown = new HashSet<>(cases.keySet());
    int deleted = 0;
    for (TrackedApp app : control.directory().all()) {
      unknown.remove(app.id());
      StaleCase kept = cases.getOrDefault(app.id(), StaleCase.none(app.id()));
      deleted += step(new Look(app, kept, handled)) ? 1 : 0;
    }
    unknown.forEach(book::forget);
    known.keySet().removeIf(app -> control.directory().find(app).isEmpty());
    return deleted;
  }

  /** An app, what is kept of it, and what was done at the platforms. */
  record Look(TrackedApp app, StaleCase kept, Map<AppId, Instant> handled) {}

  /** A person keeps the app until then, {@link Instant#MAX} for good; false when it is gone. */
  public boolean keep(TrackedApp app, StaleCase.Kept kept, Cause cause) {
    Map<String, String> details =
        kept.until().equals(Instant.MAX)
            ? Map.of("reason", kept.reason())
            : Map.of("reason", kept.reason(), "until", kept.until().toString());
    return change(app, cause, kept, details);
  }

  /** The app is no longer kept; false when it is gone. */
  public boolean keepNoLonger(TrackedApp app, Cause cause) {
    return change(app, cause, null, Map.of("until", control.lifecycle().now().toString()));
  }

  private boolean change(
      TrackedApp app, Cause cause, StaleCase.@Nullable Kept kept, Map<String, String> details) {
    boolean changed =
        book.change(
            app.id(), now -> now.kept(kept), event(app, EventType.STALE_KEPT, cause, details));
    var _ = control.lifecycle().reload(app); // whoever follows events is told by the rows
    return changed;
  }

  /** One app that makes trouble costs the others nothing. */
  private boolean step(Look look) throws InterruptedException {
    try {
      return judge(look);
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "app " + look.app().app().name() + " could not be judged stale", e);
      return false;
    }
  }

  private boolean judge(Look look) throws InterruptedException {
    if (deletion.takeUp(look)) {
      return true;
    }
    Instant now = control.lifecycle().now();
    Optional<Terms> terms = staleness.terms(look.app().app());
    Optional<Instant> since = staleness.unusedSince(look.app(), look.handled(), now);
    boolean stale =
        terms.isPresent()
            && since.isPresent()
            && !vetoed(look, now)
            && !now.isBefore(since.get().plus(terms.get().after()));
    if (!stale) {
      close(look);
      return false;
    }
    if (isNew(since.get(), look.kept())) {
      find(look, since.get(), terms.get());
      return false;
    }
    boolean deletes = terms.get().delete() && deletes(look.app());
    return deletes ? announced(look, terms.get(), now) : withdrawn(look);
  }

  /** What is known of the last use may go back, as after a restart, without that being a use. */
  static boolean isNew(Instant since, StaleCase kept) {
    Instant before = kept.unusedSince();
    return before == null || since.isAfter(before);
  }

  private static boolean vetoed(Look look, Instant now) {
    return look.kept().keptAt(now) || look.app().pinnedAt(now);
  }

  private boolean deletes(TrackedApp app) {
    return control.providerOf(app).deletes();
  }

  private void close(Look look) {
    known.remove(look.app().id());
    if (look.kept().isOpen()) {
      var _ = book.change(look.app().id(), StaleCase::closed, null);
    }
  }

  /** Found, or found again after it was used meanwhile. */
  private void find(Look look, Instant since, Terms terms) {
    known.remove(look.app().id());
    Instant now = control.lifecycle().now();
    tell(
        look,
        look.kept().found(now, since),
        EventType.STALE_FOUND,
        terms,
        Map.of("unused-since", since.toString()));
  }

  /** The rule does not delete any more, or not this app: it stays found. */
  private boolean withdrawn(Look look) {
    known.remove(look.app().id());
    if (look.kept().firstWarnedAt() != null) {
      var _ = book.change(look.app().id(), StaleCase::notAnnounced, null);
    }
    return false;
  }

  private boolean announced(Look look, Terms terms, Instant now) throws InterruptedException {
    Notice notice = Notice.of(terms.after());
    StaleCase kept = look.kept();
    Instant found = kept.foundAt() == null ? now : kept.foundAt();
    Instant date = kept.deleteAt();
    if (kept.firstWarnedAt() == null || date == null) {
      if (!now.isBefore(found.plus(notice.whole()).minus(notice.first()))) {
        warn(look, terms, now.plus(notice.first()));
      }
      return false;
    }
    Instant lastWarnedAt = kept.lastWarnedAt();
    if (lastWarnedAt == null) {
      if (!now.isBefore(date.minus(notice.last()))) {
        warn(look, terms, later(date, now.plus(notice.last())));
      }
      return false;
    }
    boolean due = !now.isBefore(later(date, lastWarnedAt.plus(notice.last())));
    return outLongEnough(look.app().id(), lastWarnedAt) && due && deletion.run(look, terms);
  }

  private void warn(Look look, Terms terms, Instant date) {
    Instant now = control.lifecycle().now();
    known.put(look.app().id(), new KnownWarning(now, control.ticker().nanos()));
    tell(
        look,
        look.kept().warned(now, date),
        EventType.STALE_WARNING,
        terms,
        Map.of(
            "delete-at",
            date.toString(),
            "unused-since",
            String.valueOf(look.kept().unusedSince())));
  }

  private void tell(
      Look look, StaleCase next, EventType type, Terms terms, Map<String, String> details) {
    Cause cause = cause(terms);
    Map<String, String> more = new HashMap<>(details);
    more.put("rule", terms.by());
    boolean told =
        book.change(
            look.app().id(),
            now -> now.equals(look.kept()) ? next : null,
            event(look.app(), type, cause, more));
    if (told) {
      LOG.log(Level.INFO, "app={0} {1} {2}", look.app().app().name(), type.wire(), more);
      var _ = control.lifecycle().reload(look.app());
    }
  }

  /** By the ticker, from when this engine first knew of that warning. */
  private boolean outLongEnough(AppId app, Instant sentAt) {
    long now = control.ticker().nanos();
    KnownWarning warning =
        known.compute(
            app,
            (_, before) ->
                before != null && before.sentAt().equals(sentAt)
                    ? before
                    : new KnownWarning(sentAt, now));
    return now - warning.sinceNanos() >= LEAST_WARNING.toNanos();
  }

  static Cause cause(Terms terms) {
    return Cause.of(Cause.Kind.CONFIGURATION, "rule " + terms.by());
  }

  private Event event(TrackedApp app, EventType type, Cause cause, Map<String, String> details) {
    return Event.about(app.app(), control.lifecycle().now(), type, cause).with(details);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
