// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.stale;

import dev.paastis.app.App;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.Formation;
import dev.paastis.app.TrackedApp;
import dev.paastis.pause.Gateways;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Control;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Deadline;
import dev.paastis.stale.StaleApps.Look;
import dev.paastis.stale.Staleness.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Deletes one app, the only place that does. Everything is read anew before the order: the row, the
 * case, the rules, and what every gateway has seen. The order is kept before it is given, so that
 * one whose answer is lost is asked about, by whichever engine, and told once.
 *
 * <p>Between the last look and the order lies no lock that all have in common: a request that
 * arrives in these milliseconds finds the app gone, as one does that arrives just after.
 */
final class Deletion {
  private static final Duration DELETE_TIME = Duration.ofMinutes(10);
  private static final Duration STATUS_TIME = Duration.ofSeconds(30);
  private static final Duration GATEWAYS_TIME = Duration.ofSeconds(2);

  private final Control control;
  private final Gateways gateways;
  private final Staleness staleness;
  private final StaleBook book;
  private final Consumer<TrackedApp> release;

  Deletion(
      Control control,
      Gateways gateways,
      Staleness staleness,
      StaleBook book,
      Consumer<TrackedApp> release) {
    this.control = control;
    this.gateways = gateways;
    this.staleness = staleness;
    this.book = book;
    this.release = release;
  }

  /** Deletes the app unless anything speaks against it; true when it is gone. */
  boolean run(Look look, Terms terms) throws InterruptedException {
    Optional<TrackedApp> row = control.reread(look.app());
    if (row.isEmpty() || !isSettled(row.get().state())) {
      return false;
    }
    Gateways.Quiet quiet =
        gateways.holdNewRequests(row.get().id(), Deadline.after(GATEWAYS_TIME, control.ticker()));
    boolean gone = false;
    try {
      gone =
          quiet != null
              && isStillUnused(row.get(), quiet, look)
              && isStillWanted(row.get(), terms)
              && order(row.get(), look.kept(), terms)
              && carryOut(row.get(), terms);
    } finally {
      if (!gone) {
        var _ = control.lifecycle().reload(row.get()); // what the gateways hold goes on
      }
    }
    return gone;
  }

  /**
   * Takes up an order whose end was not seen; true when the app is gone. One that is still there
   * when the next round comes was not deleted.
   */
  boolean takeUp(Look look) {
    TrackedApp app = look.app();
    if (look.kept().deletedAt() != null) {
      leave(app);
      return true;
    }
    if (look.kept().ordered() == null) {
      return false;
    }
    Optional<AppStatus> status = status(app);
    boolean gone = status.filter(AppStatus.Gone.class::isInstance).isPresent();
    if (status.isPresent() && !gone) {
      var _ = book.change(app.id(), now -> now.notDeleted(now.trouble()), null);
    }
    return gone && proven(app);
  }

  private static boolean isSettled(AppState state) {
    return switch (state) {
      case AppState.Awake _, AppState.Asleep _ -> true;
      case AppState.FallingAsleep _, AppState.Waking _, AppState.Unknown _ -> false;
    };
  }

  /** By the word of every gateway, and by the store's of all other engines. */
  private boolean isStillUnused(TrackedApp row, Gateways.Quiet quiet, Look look)
      throws InterruptedException {
    for (TrackedApp member : control.directory().groupOf(row)) {
      var _ = control.reread(member);
    }
    Instant last = quiet.lastActivity();
    return quiet.inFlight() == 0
        && quiet.waiting() == 0
        && (last == null || !StaleApps.isNew(Staleness.stored(last), look.kept()))
        && staleness
            .unusedSince(row, book.handled(), control.lifecycle().now())
            .filter(since -> !StaleApps.isNew(since, look.kept()))
            .isPresent();
  }

  private boolean isStillWanted(TrackedApp row, Terms terms) {
    return staleness.terms(row.app()).filter(terms::equals).filter(Terms::delete).isPresent()
        && !row.pinnedAt(control.lifecycle().now());
  }

  /** Whoever kept the app, or did anything else to its case since it was read, comes first. */
  private boolean order(TrackedApp row, StaleCase seen, Terms terms) {
    Map<String, String> toTell = details(row, seen, terms);
    return book.change(row.id(), now -> now.equals(seen) ? now.ordered(toTell) : null, null);
  }

  private boolean carryOut(TrackedApp row, Terms terms) {
    Provider provider = control.providerOf(row);
    return switch (provider.delete(row.app().ref(), call(DELETE_TIME))) {
      case CallOutcome.Done<AppStatus.Gone> _ -> proven(row);
      case CallOutcome.Refused<AppStatus.Gone>(Refusal refusal) -> {
        refused(row, refusal, terms);
        yield false;
      }
      case CallOutcome.Unknown<AppStatus.Gone>(String cause) -> {
        var _ = book.change(row.id(), now -> now.inDoubt(cause), null);
        yield isGone(row) && proven(row);
      }
    };
  }

  private void refused(TrackedApp row, Refusal refusal, Terms terms) {
    String why = refusal.message();
    boolean news = book.find(row.id()).filter(before -> before.trouble().equals(why)).isEmpty();
    Event event =
        Event.about(
                row.app(),
                control.lifecycle().now(),
                EventType.DELETION_FAILED,
                StaleApps.cause(terms))
            .with(Map.of("reason", why));
    var _ = book.change(row.id(), now -> now.notDeleted(why), news ? event : null);
  }

  /** By the platform's own word; no word is none. */
  private boolean isGone(TrackedApp row) {
    return status(row).filter(AppStatus.Gone.class::isInstance).isPresent();
  }

  private Optional<AppStatus> status(TrackedApp row) {
    return control.providerOf(row).status(row.app().ref(), call(STATUS_TIME))
            instanceof CallOutcome.Done<AppStatus>(AppStatus status)
        ? Optional.of(status)
        : Optional.empty();
  }

  /** It is gone: told together with the proof, then let go of. */
  private boolean proven(TrackedApp row) {
    Instant now = control.lifecycle().now();
    Optional<StaleCase> open = book.find(row.id()).filter(kept -> kept.deletedAt() == null);
    open.map(StaleCase::ordered)
        .ifPresent(details -> {
          Event event =
              Event.about(
                      row.app(),
                      now,
                      EventType.APP_DELETED,
                      Cause.of(
                          Cause.Kind.CONFIGURATION, "rule " + details.getOrDefault("rule", "")))
                  .with(details);
          var _ =
              book.change(
                  row.id(), kept -> kept.deletedAt() == null ? kept.deleted(now) : null, event);
        });
    leave(row);
    return true;
  }

  private void leave(TrackedApp row) {
    release.accept(row);
    book.forget(row.id());
  }

  private static Map<String, String> details(TrackedApp row, StaleCase kept, Terms terms) {
    App app = row.app();
    Map<String, String> details = new TreeMap<>();
    details.put("name", app.name());
    details.put("account", app.account().name());
    details.put("ref", app.ref());
    details.put("rule", terms.by());
    details.put("hosts", String.join(", ", app.hosts()));
    details.put("formation", inWords(row.state().formation()));
    details.put("unused-since", String.valueOf(kept.unusedSince()));
    details.put("announced-at", String.valueOf(kept.firstWarnedAt()));
    return details;
  }

  private static String inWords(Formation formation) {
    String processes =
        formation.processes().stream()
            .map(type ->
                "%s: %d%s"
                    .formatted(
                        type.name(),
                        type.quantity(),
                        type.size().isEmpty() ? "" : " x " + type.size()))
            .collect(Collectors.joining(", "));
    String extras =
        new TreeMap<>(formation.extras())
            .entrySet().stream()
                .map(extra -> extra.getKey() + "=" + extra.getValue())
                .collect(Collectors.joining(", "));
    return extras.isEmpty() ? processes : processes + "; " + extras;
  }

  private Call call(Duration time) {
    return Call.sleep(time, control.ticker());
  }
}
