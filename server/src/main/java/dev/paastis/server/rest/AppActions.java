// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.AppView;
import dev.paastis.api.ErrorCode;
import dev.paastis.api.PinRequest;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.Cause;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import dev.paastis.pause.SleepOutcome;
import dev.paastis.pause.Sleeps;
import dev.paastis.server.access.SignedIn;
import dev.paastis.wake.WakeOutcome;
import dev.paastis.wake.Wakes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people do to apps, by API or console. Wakes and sleeps go on by themselves on a virtual
 * thread, whether or not somebody waits for them.
 */
public final class AppActions {
  private final AppLifecycle lifecycle;
  private final Wakes wakes;
  private final Sleeps sleeps;

  /** Acts through these. */
  public AppActions(AppLifecycle lifecycle, Wakes wakes, Sleeps sleeps) {
    this.lifecycle = lifecycle;
    this.wakes = wakes;
    this.sleeps = sleeps;
  }

  /** Begins to wake the app. */
  public PendingAction wake(TrackedApp app, SignedIn who) {
    return PendingAction.begin(
        "wake " + app.app().name(), () -> problem(app, wakes.wake(app.id(), cause(who))));
  }

  /** Begins to put the app to sleep. */
  public PendingAction sleep(TrackedApp app, SignedIn who) {
    return PendingAction.begin(
        "sleep " + app.app().name(), () -> problem(app, sleeps.sleep(app.id(), cause(who))));
  }

  /**
   * Pins the app.
   *
   * @throws ProblemException {@code invalid-request} when the request makes no sense
   */
  public TrackedApp pin(TrackedApp app, PinRequest request, SignedIn who) {
    return stored(app, lifecycle.pin(app, end(request), cause(who)).orElse(null));
  }

  /** Takes the app's pin off. */
  public TrackedApp unpin(TrackedApp app, SignedIn who) {
    return stored(app, lifecycle.pin(app, null, cause(who)).orElse(null));
  }

  /** Marks the app as production for that reason. */
  public TrackedApp protect(TrackedApp app, String why, SignedIn who) {
    return stored(app, lifecycle.protect(app, why, cause(who)).orElse(null));
  }

  /** Takes back for that reason that the app is production. */
  TrackedApp unmark(TrackedApp app, String reason, SignedIn who) {
    return stored(app, lifecycle.unmark(app, reason, cause(who)).orElse(null));
  }

  /**
   * Lifts the protection of a production app for that reason, or restores it with {@code null}.
   *
   * @throws ProblemException {@code conflict} when the app is not production
   */
  public TrackedApp lift(TrackedApp app, @Nullable String reason, SignedIn who) {
    requireProduction(app);
    Wall.Lifted lifted =
        reason == null ? null : new Wall.Lifted(who.name(), reason, lifecycle.now());
    return stored(app, lifecycle.lift(app, lifted, cause(who)).orElse(null));
  }

  /**
   * Makes sure that the app is production.
   *
   * @throws ProblemException {@code conflict} when it is not
   */
  static void requireProduction(TrackedApp app) {
    if (app.app().wall() == null) {
      throw new ProblemException(
          ErrorCode.CONFLICT, app.app().name() + " is not production: nothing keeps it from sleep");
    }
  }

  private Instant end(PinRequest request) {
    Instant until = request.until();
    String duration = request.duration();
    if (until != null && duration != null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "a pin has either 'until' (" + until + ") or 'duration' (" + duration + "), not both");
    }
    if (duration != null) {
      return end(duration);
    }
    if (until == null || !until.isBefore(AppView.PINNED_WITHOUT_END)) {
      return Instant.MAX;
    }
    if (!until.isAfter(lifecycle.now())) {
      throw ProblemException.invalid("until", until, "a time after " + lifecycle.now());
    }
    return until;
  }

  private Instant end(String duration) {
    Duration length = Params.duration("duration", duration);
    if (length.isZero() || length.toDays() > 36_500) {
      throw ProblemException.invalid("duration", duration, "1ms to 36500d");
    }
    return lifecycle.now().plus(length);
  }

  private static @Nullable ProblemException problem(TrackedApp app, WakeOutcome outcome) {
    String name = app.app().name();
    return switch (outcome) {
      case WakeOutcome.Ready _ -> null;
      case WakeOutcome.NoSuchApp _ -> gone(name);
      case WakeOutcome.NotNow(var reason, String detail, Duration retryAfter, var _) ->
          new ProblemException(code(reason), name + " was not woken: " + detail, retryAfter);
      case WakeOutcome.Failed(WakeOutcome.Failure failure, String detail) ->
          new ProblemException(code(failure), name + " was not woken: " + detail);
    };
  }

  private static ErrorCode code(WakeOutcome.Failure failure) {
    return switch (failure) {
      case TIMED_OUT -> ErrorCode.WAKE_TIMED_OUT;
      case ADDRESS_REFUSED -> ErrorCode.APP_ADDRESS_REFUSED;
      case REFUSED, CRASHED, UNKNOWN -> ErrorCode.WAKE_FAILED;
    };
  }

  private static ErrorCode code(WakeOutcome.Reason reason) {
    return switch (reason) {
      case BUDGET, PAUSED, CLICK -> ErrorCode.WAKE_BUDGET_EXHAUSTED;
      case STORE, STOPPING, ENGINE -> ErrorCode.STORE_UNAVAILABLE;
    };
  }

  private static @Nullable ProblemException problem(TrackedApp app, SleepOutcome outcome) {
    String name = app.app().name();
    return switch (outcome) {
      case SleepOutcome.Asleep _ -> null;
      case SleepOutcome.NoSuchApp _ -> gone(name);
      case SleepOutcome.CalledOff(String why) ->
          new ProblemException(ErrorCode.CONFLICT, name + " stays awake: " + why);
      case SleepOutcome.Walled(String why) ->
          new ProblemException(ErrorCode.PRODUCTION, name + " stays awake: " + why);
      case SleepOutcome.Failed(String why) ->
          new ProblemException(ErrorCode.SLEEP_FAILED, name + " was not put to sleep: " + why);
      case SleepOutcome.NotNow(String detail, Duration retryAfter) ->
          new ProblemException(
              ErrorCode.STORE_UNAVAILABLE, name + " was not put to sleep: " + detail, retryAfter);
    };
  }

  private static TrackedApp stored(TrackedApp app, @Nullable TrackedApp changed) {
    if (changed == null) {
      throw gone(app.app().name());
    }
    return changed;
  }

  private static ProblemException gone(String name) {
    return new ProblemException(ErrorCode.APP_NOT_FOUND, "the app '" + name + "' is gone");
  }

  static Cause cause(SignedIn who) {
    String via = who.browser() ? "console" : "api";
    String summary = who.browser() ? "in the console" : "by the token '" + who.name() + "'";
    return new Cause(Cause.Kind.PERSON, summary, Map.of("who", who.name(), "via", via));
  }
}
