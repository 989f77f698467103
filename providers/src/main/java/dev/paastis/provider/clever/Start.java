// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import static dev.paastis.provider.clever.Steps.then;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus.Running;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The start of one app: bounds first, so that the machines come up with them, then the order, then
 * a look that the platform has taken it. A start that is under way already is joined, because a
 * second order would cancel the first and begin anew.
 */
final class Start {
  private final CleverApi api;
  private final Ticker ticker;
  private final Duration poll;
  private final Place place;
  private final Application app;
  private final Formation wanted;
  private final Call call;

  private Start(CleverProvider.Tools tools, Owners.Found found, Formation formation, Call call) {
    this.api = tools.api();
    this.ticker = tools.ticker();
    this.poll = tools.poll();
    this.place = found.place();
    this.app = found.app();
    this.wanted = formation.processes().isEmpty() ? app.formation() : formation;
    this.call = call;
  }

  /**
   * Carries it out.
   *
   * @param formation to be restored; when empty, the platform's own settings stay
   */
  static CallOutcome<Running> run(
      CleverProvider.Tools tools, Owners.Found found, Formation formation, Call call) {
    return new Start(tools, found, formation, call).run();
  }

  private CallOutcome<Running> run() {
    return switch (app.state()) {
      case "DEFAULT_OF_PAYMENT" ->
          CallOutcome.refused(
              Refusal.Kind.QUOTA, "Clever Cloud has suspended the app until its owner pays");
      case "MODERATED" ->
          CallOutcome.refused(
              Refusal.Kind.FORBIDDEN, "Clever Cloud has suspended the app: ask its support why");
      case String _ -> then(isBegun(), this::restoreAndOrder);
    };
  }

  /** Machines come before their deployment is listed. */
  private CallOutcome<Boolean> isBegun() {
    return switch (app.state()) {
      case "SHOULD_BE_UP", "WANTS_TO_BE_UP" ->
          then(
              api.instances(place, call),
              machines ->
                  new Machines(machines).stay() ? CallOutcome.done(true) : isBeingDeployed());
      case String _ -> CallOutcome.done(false);
    };
  }

  private CallOutcome<Boolean> isBeingDeployed() {
    return api.deployments(place, call)
        .map(list -> new Deployments(list).newest() == Deployments.State.UNDER_WAY);
  }

  private CallOutcome<Running> restoreAndOrder(boolean begun) {
    boolean differs = !wanted.equals(app.formation());
    CallOutcome<Boolean> restored = differs ? restore() : CallOutcome.done(true);
    return then(
        restored,
        _ -> {
          CallOutcome<Running> started = begun ? CallOutcome.done(running()) : order();
          return differs ? telling(started) : started;
        });
  }

  private CallOutcome<Boolean> restore() {
    return api.update(place, Bounds.of(wanted).in(app.settings()), call).map(_ -> true);
  }

  /** A start refused after the bounds were restored says so: they are not put back. */
  private CallOutcome<Running> telling(CallOutcome<Running> started) {
    return started instanceof CallOutcome.Refused<Running>(Refusal(var kind, var message))
        ? CallOutcome.refused(
            kind, message + "; its scaling has been set back to " + Bounds.of(wanted) + " before")
        : started;
  }

  private CallOutcome<Running> order() {
    return then(
        api.start(place, call),
        answer -> {
          String id = answer.path("deploymentId").asString("");
          return id.isEmpty() ? CallOutcome.done(running()) : awaitTaken(id);
        });
  }

  /**
   * Waits until the platform lists the deployment: before, its newest one is of an earlier start
   * and may tell of an earlier failure.
   */
  private CallOutcome<Running> awaitTaken(String id) {
    String last = "the platform did not list it";
    while (!call.expired()) {
      switch (api.deployments(place, call)) {
        case CallOutcome.Done<JsonNode>(JsonNode list) -> {
          Optional<Deployments.State> state = new Deployments(list).of(id);
          if (state.isPresent()) {
            return taken(state.get(), id);
          }
        }
        case CallOutcome.Refused<JsonNode>(var refusal) -> {
          if (refusal.kind() != Refusal.Kind.RATE_LIMITED) {
            return unseen(id, refusal.message());
          }
          last = refusal.message();
        }
        case CallOutcome.Unknown<JsonNode>(String cause) -> last = cause;
      }
      if (!Pauses.pause(ticker, call.atMost(poll))) {
        break;
      }
    }
    return unseen(id, last);
  }

  private static CallOutcome<Running> unseen(String id, String why) {
    return CallOutcome.unknown("deployment " + id + " was ordered, but then: " + why);
  }

  private CallOutcome<Running> taken(Deployments.State state, String id) {
    return switch (state) {
      case UNDER_WAY, OK, OTHER -> CallOutcome.done(running());
      case FAILED -> CallOutcome.refused(Refusal.Kind.CRASHED, "deployment " + id + " failed");
      case CANCELLED ->
          CallOutcome.refused(Refusal.Kind.INVALID, "somebody cancelled deployment " + id);
    };
  }

  private Running running() {
    return new Running(app.upstream(), wanted);
  }
}
