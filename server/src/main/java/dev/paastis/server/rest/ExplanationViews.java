// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ExplanationView;
import dev.paastis.api.ReasonView;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.Wall;
import dev.paastis.pause.Explanation;
import dev.paastis.policy.Reason;
import dev.paastis.policy.Reason.Rank;
import dev.paastis.policy.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns explanations into what the wire shows of them. */
public final class ExplanationViews {
  private final EventViews events;

  /** Tells of events as these do. */
  public ExplanationViews(EventViews events) {
    this.events = events;
  }

  /** The explanation as it is shown; {@code later}: it speaks of a time to come. */
  public ExplanationView of(Explanation explanation, boolean later) {
    Event last = explanation.last();
    AppState state = explanation.app().state();
    return new ExplanationView(
        explanation.app().id().toString(),
        explanation.app().app().name(),
        explanation.at(),
        later,
        state.name().wire(),
        state.since(),
        why(state, last),
        last == null ? null : events.of(last),
        explanation.decision().verdict() instanceof Verdict.Stay ? "awake" : "sleep",
        explanation.decidedFor(),
        chain(explanation),
        explanation.rules(),
        PolicyViews.of(explanation.policy()),
        explanation.policy().dryRun(),
        explanation.nextSleep(),
        explanation.nextStart(),
        explanation.waitsForRequest(),
        explanation.onRequest());
  }

  private static @Nullable String why(AppState state, @Nullable Event last) {
    return state instanceof AppState.Unknown unknown
        ? unknown.cause()
        : last == null ? null : last.cause().summary();
  }

  private static List<ReasonView> chain(Explanation explanation) {
    boolean own = explanation.decidedFor().equals(explanation.app().app().name());
    Event pinned = explanation.pinned();
    return explanation.decision().reasons().stream()
        .map(reason ->
            new ReasonView(
                reason.rank().wire(),
                reason.effect().wire(),
                text(reason, explanation),
                reason.rank() == Rank.PIN && own && pinned != null ? who(pinned) : reason.by(),
                reason.until(),
                isDecisive(reason, explanation)))
        .toList();
  }

  /** A protection that was lifted is told, since people remember that the app is production. */
  private static String text(Reason reason, Explanation explanation) {
    Wall wall = explanation.app().app().wall();
    return reason.rank() == Rank.PRODUCTION && wall != null && wall.lifted() != null
        ? "it is production (%s), but %s lifted that: %s"
            .formatted(wall.why(), wall.lifted().by(), wall.lifted().reason())
        : reason.text();
  }

  /** Each row says its word once. */
  private static boolean isDecisive(Reason reason, Explanation explanation) {
    return reason.rank() == explanation.decision().decisive().rank();
  }

  private static String who(Event pinned) {
    Cause cause = pinned.cause();
    return cause.details().getOrDefault("who", cause.summary());
  }
}
