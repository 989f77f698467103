// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.platformsh.PlatformshApi.Order;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Takes one environment to a goal and waits until it is there. It orders at most once, only what
 * the platform announces by a link, and only when nothing else is being done to the environment:
 * what is under way is waited for, and joined when it leads to the goal. For one thread.
 */
final class Transition {
  /** The API may tell of an environment as it was for a moment after an activity has ended. */
  private static final int LOOKS_FOR_SURE = 3;

  private final PlatformshApi api;
  private final Ticker ticker;
  private final Duration pollEvery;
  private final Ref ref;
  private final Goal goal;
  private final Call call;

  /** Whether the platform has accepted the order; from then on a refusal proves nothing. */
  private boolean accepted;

  /** Whether an activity has just ended, so that the environment is worth a look without rest. */
  private boolean ended;

  /** Whether an activity has led to the goal. */
  private boolean reached;

  /** Looks in a row that showed the environment at rest elsewhere after that. */
  private int elsewhere;

  private String waitingFor = "";

  Transition(PlatformshApi api, PlatformshSettings settings, Ticker ticker, Target target) {
    this.api = api;
    this.ticker = ticker;
    this.pollEvery = settings.pollEvery();
    this.ref = target.ref();
    this.goal = target.goal();
    this.call = target.call();
  }

  /**
   * What to reach.
   *
   * @param ref which environment
   * @param goal what it is to become
   * @param call by when
   */
  record Target(Ref ref, Goal goal, Call call) {}

  /** The environment at its goal. */
  CallOutcome<Environment> run() {
    while (!call.expired()) {
      Optional<CallOutcome<Environment>> end = look();
      if (end.isPresent()) {
        return end.get();
      }
      if (!ended && !rest()) {
        return CallOutcome.unknown("interrupted while " + ref + " was to be " + goal.done());
      }
    }
    return CallOutcome.unknown(
        "environment %s was not %s in time%s".formatted(ref, goal.done(), waitingFor));
  }

  /** One look at the environment and what follows from it; empty: look again. */
  private Optional<CallOutcome<Environment>> look() {
    ended = false;
    return switch (api.environment(ref, call)) {
      case CallOutcome.Done<Environment>(Environment environment) -> consider(environment);
      case CallOutcome.Refused<Environment> refused -> unlessPassing(refused, refused.refusal());
      case CallOutcome.Unknown<Environment> unknown ->
          accepted ? Optional.empty() : Optional.of(unknown);
    };
  }

  private Optional<CallOutcome<Environment>> unlessPassing(
      CallOutcome<Environment> refused, Refusal refusal) {
    if (!accepted) {
      return Optional.of(refused);
    }
    return refusal.kind() == Refusal.Kind.RATE_LIMITED
        ? Optional.empty()
        : Optional.of(
            CallOutcome.unknown(
                "environment %s was ordered to be %s, then: %s"
                    .formatted(ref, goal.done(), refusal.message())));
  }

  private Optional<CallOutcome<Environment>> consider(Environment environment) {
    if (environment.phase() == goal.phase()) {
      return Optional.of(CallOutcome.done(environment));
    }
    return switch (environment.phase()) {
      case AWAKE, ASLEEP -> accepted ? overtaken() : order(environment);
      case BUSY -> follow(environment, false);
      case ABSENT -> Optional.of(absent(environment));
    };
  }

  /** Somebody may have ordered the contrary meanwhile, and then the goal does not come any more. */
  private Optional<CallOutcome<Environment>> overtaken() {
    if (!reached || ++elsewhere < LOOKS_FOR_SURE) {
      return Optional.empty();
    }
    return Optional.of(
        CallOutcome.unknown(
            "environment %s was %s, and somebody has undone that since"
                .formatted(ref, goal.done())));
  }

  private CallOutcome<Environment> absent(Environment environment) {
    return switch (goal) {
      case AWAKE -> refused(Refusal.Kind.INVALID, "is not deployed; deploy it first");
      case ASLEEP, INACTIVE -> CallOutcome.done(environment);
    };
  }

  private Optional<CallOutcome<Environment>> order(Environment environment) {
    if (!environment.allows(goal)) {
      return follow(environment, true);
    }
    return switch (api.order(ref, goal, call)) {
      case CallOutcome.Done<Order>(Order.Accepted(Optional<Activity> activity)) -> {
        accepted = true;
        yield activity.isPresent() ? await(activity.get()) : follow(environment, false);
      }
      case CallOutcome.Done<Order>(Order.Conflict()) -> follow(environment, false);
      case CallOutcome.Refused<Order>(Refusal refusal) -> unlessMoved(environment, refusal);
      case CallOutcome.Unknown<Order>(String cause) -> Optional.of(CallOutcome.unknown(cause));
    };
  }

  /** An order of somebody else may have come first, which forbids ours and leads where it would. */
  private Optional<CallOutcome<Environment>> unlessMoved(Environment before, Refusal refusal) {
    boolean moved =
        refusal.kind() == Refusal.Kind.FORBIDDEN
            && api.environment(ref, call) instanceof CallOutcome.Done<Environment>(var now)
            && now.phase() != before.phase();
    return moved ? Optional.empty() : Optional.of(new CallOutcome.Refused<>(refusal));
  }

  /**
   * Waits for what is under way.
   *
   * @param needed whether something must be: the environment does not allow what is asked, which
   *     can only pass when something is being done to it
   */
  private Optional<CallOutcome<Environment>> follow(Environment environment, boolean needed) {
    return switch (api.activities(ref, call)) {
      case CallOutcome.Done<List<Activity>>(List<Activity> activities) -> {
        Optional<Activity> underWay = Activity.underWay(activities);
        if (underWay.isPresent()) {
          accepted |= underWay.get().leadsTo(goal);
          yield await(underWay.get());
        }
        if (environment.told() == goal.phase()) {
          yield Optional.of(CallOutcome.done(environment)); // dirty for no reason that concerns us
        }
        yield needed ? Optional.of(notAllowed()) : Optional.empty();
      }
      case CallOutcome.Refused<List<Activity>>(Refusal refusal) ->
          unlessPassing(new CallOutcome.Refused<>(refusal), refusal);
      case CallOutcome.Unknown<List<Activity>>(String cause) ->
          accepted ? Optional.empty() : Optional.of(CallOutcome.unknown(cause));
    };
  }

  private CallOutcome<Environment> notAllowed() {
    return refused(
        Refusal.Kind.FORBIDDEN,
        "may not be %s: the platform offers no '%s' action to this user on this plan"
            .formatted(goal.done(), goal.action()));
  }

  /** Waits for the end of an activity; only one that leads to the goal can fail it. */
  private Optional<CallOutcome<Environment>> await(Activity first) {
    Activity activity = first;
    while (!activity.ended()) {
      waitingFor = "; activity %s is %s".formatted(activity.id(), activity.state());
      if (call.expired() || !rest()) {
        return Optional.empty();
      }
      switch (api.activity(ref, activity.id(), call)) {
        case CallOutcome.Done<Activity>(Activity now) -> activity = now;
        case CallOutcome.Refused<Activity>(Refusal refusal) -> {
          if (refusal.kind() != Refusal.Kind.RATE_LIMITED) {
            return Optional.of(
                CallOutcome.unknown("of " + activity.id() + ": " + refusal.message()));
          }
        }
        case CallOutcome.Unknown<Activity> _ -> {} // asking again is harmless
      }
    }
    waitingFor = "";
    ended = !activity.leadsTo(goal) || !reached; // after that, looks keep their distance
    reached |= activity.leadsTo(goal) && activity.succeeded();
    return activity.leadsTo(goal) && !activity.succeeded()
        ? Optional.of(failed(activity))
        : Optional.empty();
  }

  private CallOutcome<Environment> failed(Activity activity) {
    Refusal.Kind kind =
        switch (goal) {
          case AWAKE -> Refusal.Kind.CRASHED;
          case ASLEEP, INACTIVE -> Refusal.Kind.INVALID;
        };
    return refused(kind, "could not be " + goal.done() + ": the activity " + activity.trouble());
  }

  private CallOutcome<Environment> refused(Refusal.Kind kind, String what) {
    return CallOutcome.refused(kind, "environment " + ref + " " + what);
  }

  /** Waits for the next look; false when interrupted. */
  private boolean rest() {
    Duration quiet = api.quiet();
    try {
      ticker.pause(call.atMost(quiet.compareTo(pollEvery) > 0 ? quiet : pollEvery));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
