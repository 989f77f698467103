// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.AppId;
import dev.paastis.app.AppState;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.EventType;
import dev.paastis.app.TrackedApp;
import dev.paastis.policy.Forecast;
import dev.paastis.policy.Forecast.Kind;
import dev.paastis.policy.Forecast.Stretch;
import dev.paastis.policy.PauseWindow;
import dev.paastis.policy.Policy;
import dev.paastis.policy.PolicyBook;
import dev.paastis.policy.Precedence;
import dev.paastis.policy.Rule;
import dev.paastis.provider.Control;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers why an app is as it is, and what will happen. Safe for use by many threads. */
public final class Outlook {
  private static final int EVENTS_LOOKED_AT = 50;

  private final Control control;
  private final Idleness idleness;
  private final Plans plans;

  /**
   * What is planned, and what there was.
   *
   * @param book the rules
   * @param sleeper knows the next sleeps
   * @param mornings knows the next starts
   * @param events knows what there was
   */
  public record Plans(PolicyBook book, Sleeper sleeper, MorningWatch mornings, EventLog events) {}

  /** Looks out for the apps of that engine. */
  public Outlook(Control control, Plans plans) {
    this.control = control;
    this.idleness = plans.sleeper().idleness();
    this.plans = plans;
  }

  /** Why the app is as it is or, for a later time, what will be with it if nothing happens. */
  public Optional<Explanation> explain(AppId id, @Nullable Instant later) {
    return control.directory().find(id).map(app -> explain(app, later));
  }

  private Explanation explain(TrackedApp app, @Nullable Instant later) {
    Instant at = later == null ? control.lifecycle().now() : later;
    Policy policy = idleness.policy(app);
    boolean awake = app.state() instanceof AppState.Awake;
    boolean waits = !awake && plans.mornings().waitsForRequest(app);
    Idleness.Judged judged = idleness.judge(app, at);
    List<Event> past = past(app);
    return new Explanation(
        app,
        at,
        last(past, Outlook::turns),
        plans.sleeper().heldBack(judged.decision(), app, at),
        policy,
        plans.book().selecting(app.app()).stream().map(Rule::name).toList(),
        plans.sleeper().nextSleep(app.id()),
        awake || waits ? null : plans.mornings().startOf(app.id()).orElse(null),
        awake ? null : Forecast.onRequest(Precedence.onRequest(app, policy, at)),
        judged.app().app().name(),
        app.pinnedAt(at) ? last(past, event -> event.type() == EventType.PINNED) : null,
        waits);
  }

  /** What the rules will have of the app between two times. */
  public Optional<List<Stretch>> forecast(AppId id, Instant from, Instant until) {
    return control
        .directory()
        .find(id)
        .map(app -> Forecast.of(idleness.facts(app), idleness.policy(app), from, until));
  }

  /**
   * A start by the end of a window.
   *
   * @param ready when the app is to be ready
   * @param begins when it is begun, {@code null} while that is not planned yet
   * @param why for people
   */
  public record Start(Instant ready, @Nullable Instant begins, String why) {}

  /** The starts that are to be expected at the ends of pauses, if the app runs as they begin. */
  public List<Start> starts(AppId id, List<Stretch> stretches) {
    return control.directory().find(id).map(app -> starts(app, stretches)).orElse(List.of());
  }

  private List<Start> starts(TrackedApp app, List<Stretch> stretches) {
    Policy policy = idleness.policy(app);
    if (policy.dryRun() != null || plans.mornings().waitsForRequest(app)) {
      return List.of();
    }
    List<Start> starts = new ArrayList<>();
    for (Stretch stretch : stretches) {
      if (stretch.kind() == Kind.PAUSED && policy.pauseAt(stretch.until()).isEmpty()) {
        policy
            .holding(stretch.until().minusMillis(1))
            .filter(PauseWindow::start)
            .findFirst()
            .flatMap(window -> start(app, stretch, window))
            .ifPresent(starts::add);
      }
    }
    return List.copyOf(starts);
  }

  /** What sleeps already when a pause has begun is started only if the pause found it awake. */
  private Optional<Start> start(TrackedApp app, Stretch stretch, PauseWindow window) {
    boolean begun = !stretch.from().isAfter(control.lifecycle().now());
    Instant begins = begun ? plans.mornings().startOf(app.id()).orElse(null) : null;
    if (begun && begins == null && !(app.state() instanceof AppState.Awake)) {
      return Optional.empty();
    }
    String why = "window " + window.name() + " ends";
    return Optional.of(new Start(stretch.until(), begins, why));
  }

  private List<Event> past(TrackedApp app) {
    return plans.events().before(app.app().space(), app.id(), Long.MAX_VALUE, EVENTS_LOOKED_AT);
  }

  private static @Nullable Event last(List<Event> newestFirst, Predicate<Event> wanted) {
    return newestFirst.stream().filter(wanted).findFirst().orElse(null);
  }

  private static boolean turns(Event event) {
    return switch (event.type()) {
      case WOKEN,
          FELL_ASLEEP,
          FOUND_AWAKE,
          FOUND_ASLEEP,
          CRASHED,
          WAKE_FAILED,
          SLEEP_STARTED,
          WAKE_STARTED,
          BECAME_UNKNOWN,
          MORNING_SKIPPED,
          APP_ADDED ->
          true;
      default -> false;
    };
  }
}
