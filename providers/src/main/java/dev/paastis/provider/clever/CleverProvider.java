// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import static dev.paastis.provider.clever.Steps.then;

import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Readiness;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Rights;
import dev.paastis.rest.Outcomes;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Apps of an account at Clever Cloud. Its {@code state} of an app is what the platform wants;
 * whether the app serves is read from its machines. While machines come, {@link #status} is {@link
 * AppStatus.Starting}: the load balancer accepts connections all the time, so a word of "running"
 * before a machine is up would end the race of readiness too early. While they go it is {@link
 * CallOutcome.Unknown}.
 *
 * <p>Safe for use by many threads.
 */
public final class CleverProvider implements Provider {
  private static final Duration PROBE_EVERY = Duration.ofMillis(50);
  private static final Duration PROBE_AT_MOST = Duration.ofMillis(250);
  private static final String NOT_OVER = "the app is to come up, but its deployment is not over";

  private final CleverSettings settings;
  private final Tools tools;
  private final CleverApi api;
  private final Owners owners;
  private final Turns starts = new Turns();
  private final Readiness readiness;

  /**
   * Calls nobody yet.
   *
   * @param clock gives the time that goes into signatures
   */
  public CleverProvider(
      CleverSettings settings, ApiBudget budget, Ticker ticker, InstantSource clock) {
    this.api = new CleverApi(settings, budget, clock);
    this.tools = new Tools(api, ticker, settings.poll());
    this.settings = settings;
    this.owners = new Owners(api, settings);
    // the load balancer's page and an app's own look alike to a connection: machines must be up
    this.readiness = new Readiness(null, false, PROBE_EVERY, PROBE_AT_MOST, settings.poll());
  }

  /**
   * What operations work with.
   *
   * @param api the vendor's
   * @param ticker measures
   * @param poll interval between two looks
   */
  record Tools(CleverApi api, Ticker ticker, Duration poll) {}

  @Override
  public CallOutcome<Rights> rights(Call call) {
    return new Membership(api, settings).rights(call);
  }

  /** One list of each owner that has apps, after one summary that tells the owners. */
  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Call call) {
    return then(owners.all(call), all -> listAll(all, call));
  }

  @Override
  public CallOutcome<AppStatus> status(String ref, Call call) {
    return then(
        owners.find(ref, call),
        found ->
            found.isPresent() ? judge(found.get(), call) : CallOutcome.done(new AppStatus.Gone()));
  }

  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call) {
    return starts.inTurn(
        ref,
        call,
        () ->
            then(
                owners.find(ref, call),
                found ->
                    found.isPresent()
                        ? Outcomes.naming(
                            found.get().app().name(),
                            Start.run(tools, found.get(), formation, call))
                        : noSuchApp(ref)));
  }

  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
    return then(
        owners.find(ref, call),
        found -> found.isPresent() ? stop(found.get(), call) : noSuchApp(ref));
  }

  @Override
  public boolean deletes() {
    return true;
  }

  @Override
  public CallOutcome<AppStatus.Gone> delete(String ref, Call call) {
    return then(
        owners.find(ref, call),
        found ->
            found.isPresent()
                ? Outcomes.naming(
                    found.get().app().name(),
                    api.delete(found.get().place(), call).map(_ -> new AppStatus.Gone()))
                : noSuchApp(ref));
  }

  @Override
  public Readiness readiness(String ref) {
    return readiness;
  }

  /** Always empty: logs come only as a stream that does not end. */
  @Override
  public List<String> output(String ref, int lines) {
    return List.of();
  }

  @Override
  public void close() {
    api.close();
  }

  private CallOutcome<List<DiscoveredApp>> listAll(List<String> all, Call call) {
    List<DiscoveredApp> apps = new ArrayList<>();
    for (String owner : all) {
      CallOutcome<List<DiscoveredApp>> listed =
          api.applications(owner, call).map(list -> discovered(owner, list));
      if (!(listed instanceof CallOutcome.Done<List<DiscoveredApp>>(var more))) {
        return listed;
      }
      apps.addAll(more);
    }
    return CallOutcome.done(apps);
  }

  private List<DiscoveredApp> discovered(String owner, JsonNode list) {
    List<DiscoveredApp> apps = new ArrayList<>();
    for (JsonNode body : list) {
      Application app = new Application(body, settings.router());
      if (app.isUsable() && app.isIn(settings.zone())) {
        owners.learn(app.id(), owner);
        apps.add(
            new DiscoveredApp(
                app.id(), app.name(), app.hosts(), wanted(app), app.traits(), app.labels()));
      }
    }
    return apps;
  }

  /** What the list can tell: the wanted state, and with it where the app is about to be. */
  private static AppStatus wanted(Application app) {
    return switch (app.state()) {
      case "SHOULD_BE_UP", "WANTS_TO_BE_UP" ->
          new AppStatus.Running(app.upstream(), app.formation());
      case String _ -> new AppStatus.Stopped(app.formation());
    };
  }

  /**
   * The vendor's own rule for the states of an app.
   *
   * @see <a
   *     href="https://github.com/CleverCloud/clever-client.js/blob/master/esm/utils/app-status.ts">
   *     clever-client, app-status</a>
   */
  private CallOutcome<AppStatus> judge(Owners.Found found, Call call) {
    return switch (found.app().state()) {
      case "SHOULD_BE_UP" -> whenServing(found, call);
      case "WANTS_TO_BE_UP" ->
          then(
              api.deployments(found.place(), call),
              list -> ofStarting(found, new Deployments(list), call));
      case "SHOULD_BE_DOWN" -> whenEmpty(found, call);
      case "MODERATED", "DEFAULT_OF_PAYMENT" -> CallOutcome.done(stopped(found));
      case String other -> CallOutcome.unknown("the app is in an unknown state '" + other + "'");
    };
  }

  private CallOutcome<AppStatus> ofStarting(
      Owners.Found found, Deployments deployments, Call call) {
    return switch (deployments.newest()) {
      case FAILED -> whenFailed(found, call);
      case OK -> whenServing(found, call);
      case UNDER_WAY -> CallOutcome.done(starting(found));
      case CANCELLED, OTHER -> CallOutcome.unknown(NOT_OVER);
    };
  }

  /** A failure may be of an earlier start, while the machines of the next one come up. */
  private CallOutcome<AppStatus> whenFailed(Owners.Found found, Call call) {
    return then(
        api.instances(found.place(), call),
        machines ->
            new Machines(machines).stay()
                ? CallOutcome.done(starting(found))
                : CallOutcome.done(new AppStatus.Crashed(null, "", found.app().formation())));
  }

  private CallOutcome<AppStatus> whenServing(Owners.Found found, Call call) {
    return then(
        api.instances(found.place(), call),
        body -> {
          Machines machines = new Machines(body);
          if (machines.serve()) {
            return CallOutcome.done(running(found));
          }
          return machines.stay() ? CallOutcome.done(starting(found)) : withoutMachines(found, call);
        });
  }

  /** A redeployment with downtime has none for a while. */
  private CallOutcome<AppStatus> withoutMachines(Owners.Found found, Call call) {
    return then(
        api.deployments(found.place(), call),
        list ->
            new Deployments(list).newest() == Deployments.State.UNDER_WAY
                ? CallOutcome.done(starting(found))
                : CallOutcome.unknown("the app should be up, but none of its machines is"));
  }

  private CallOutcome<AppStatus> whenEmpty(Owners.Found found, Call call) {
    return then(
        api.instances(found.place(), call),
        body -> {
          int left = new Machines(body).left();
          return left == 0
              ? CallOutcome.done(stopped(found))
              : CallOutcome.unknown("the app is being stopped, " + left + " machines are left");
        });
  }

  private CallOutcome<AppStatus.Stopped> stop(Owners.Found found, Call call) {
    return switch (found.app().state()) {
      case "MODERATED", "DEFAULT_OF_PAYMENT" -> CallOutcome.done(stopped(found));
      case "SHOULD_BE_DOWN" -> awaitEmpty(found, call);
      case String _ -> then(api.stop(found.place(), call), _ -> awaitEmpty(found, call));
    };
  }

  /** A look that fails is tried again: the order has been given, and only its end is missing. */
  private CallOutcome<AppStatus.Stopped> awaitEmpty(Owners.Found found, Call call) {
    String last = "no time was left to see its end";
    while (!call.expired()) {
      switch (whenEmpty(found, call)) {
        case CallOutcome.Done<AppStatus> _ -> {
          return CallOutcome.done(stopped(found));
        }
        case CallOutcome.Refused<AppStatus>(Refusal(var kind, var _))
            when kind == Refusal.Kind.NOT_FOUND -> {
          return CallOutcome.done(stopped(found)); // deleted meanwhile
        }
        case CallOutcome.Refused<AppStatus>(var refusal) -> {
          if (refusal.kind() != Refusal.Kind.RATE_LIMITED) {
            return stopUnseen(refusal.message());
          }
          last = refusal.message();
        }
        case CallOutcome.Unknown<AppStatus>(String cause) -> last = cause;
      }
      if (!Pauses.pause(tools.ticker(), call.atMost(tools.poll()))) {
        break;
      }
    }
    return stopUnseen(last);
  }

  private static CallOutcome<AppStatus.Stopped> stopUnseen(String why) {
    return CallOutcome.unknown("the stop was ordered, but then: " + why);
  }

  private static AppStatus.Running running(Owners.Found found) {
    return new AppStatus.Running(found.app().upstream(), found.app().formation());
  }

  private static AppStatus.Starting starting(Owners.Found found) {
    return new AppStatus.Starting(found.app().upstream(), found.app().formation());
  }

  private static AppStatus.Stopped stopped(Owners.Found found) {
    return new AppStatus.Stopped(found.app().formation());
  }

  private static <T> CallOutcome<T> noSuchApp(String ref) {
    return CallOutcome.refused(
        Refusal.Kind.NOT_FOUND, "Clever Cloud knows no app '" + ref + "' of this account");
  }
}
