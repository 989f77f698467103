// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
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
import java.util.List;
import java.util.Map;

/**
 * Apps of one account in one region of Scalingo. They are told apart by their identifiers, which
 * stay when an app is renamed. Apps that were never deployed are not taken. Safe for use by many
 * threads.
 *
 * @see <a href="https://developers.scalingo.com/">Scalingo's API</a>
 */
public final class ScalingoProvider implements Provider {
  private static final Duration PROBE_EVERY = Duration.ofMillis(50);
  private static final Duration PROBE_AT_MOST = Duration.ofMillis(250);

  /**
   * A status takes three calls out of the 60 a minute that the account has; a start has already
   * waited for the end of the operation, so that the first status usually decides.
   */
  private static final Duration STATUS_EVERY = Duration.ofSeconds(2);

  private final ScalingoSettings settings;
  private final Api api;
  private final Scaling scaling;
  private final Autoscalers autoscalers;
  private final Collaboration collaboration;

  /** Makes no call yet. */
  public ScalingoProvider(ScalingoSettings settings, ApiBudget budget, Ticker ticker) {
    this.settings = settings;
    this.api = new Api(settings, budget, ticker);
    this.scaling = new Scaling(api, ticker);
    this.autoscalers = new Autoscalers(api, ticker);
    this.collaboration = new Collaboration(api);
  }

  @Override
  public CallOutcome<Rights> rights(Call call) {
    return Chain.then(
        api.user(call),
        user ->
            Chain.then(
                api.apps(call),
                apps ->
                    collaboration.rights(user, apps.stream().filter(this::taken).toList(), call)));
  }

  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Call call) {
    return api.apps(call)
        .map(apps -> apps.stream().filter(this::taken).map(this::discovered).toList());
  }

  @Override
  public CallOutcome<AppStatus> status(String ref, Call call) {
    CallOutcome<Hosted> seen = api.app(ref, call);
    return seen instanceof CallOutcome.Refused<Hosted>(Refusal refusal)
            && refusal.kind() == Refusal.Kind.NOT_FOUND
        ? CallOutcome.done(new AppStatus.Gone())
        : Chain.then(seen, app -> status(app, call));
  }

  /**
   * Waits until the platform has carried the order out and says that it is running: its router
   * accepts connections all the time, so an earlier return would make the app look ready.
   */
  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call) {
    return Chain.then(
        scaling.settled(ref, call),
        app ->
            app.neverDeployed()
                ? CallOutcome.refused(
                    Refusal.Kind.INVALID, "app '" + app.name() + "' was never deployed")
                : Outcomes.naming(
                    app.name(),
                    Chain.then(
                        api.containers(ref, call), now -> start(app, formation, now, call))));
  }

  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
    return Chain.then(
        scaling.settled(ref, call),
        app ->
            app.stopped()
                ? CallOutcome.done(new AppStatus.Stopped(Formation.EMPTY))
                : Chain.then(api.containers(ref, call), now -> stop(app, now, call)));
  }

  @Override
  public boolean deletes() {
    return true;
  }

  @Override
  public CallOutcome<AppStatus.Gone> delete(String ref, Call call) {
    return Chain.then(
        scaling.settled(ref, call),
        app -> Outcomes.naming(app.name(), api.delete(app, call).map(_ -> new AppStatus.Gone())));
  }

  /** The router's page, which the owner may replace by any other, must not be taken for the app. */
  @Override
  public Readiness readiness(String ref) {
    return new Readiness(null, false, PROBE_EVERY, PROBE_AT_MOST, STATUS_EVERY);
  }

  /** None: logs take two calls, the second to another host with a token in its address. */
  @Override
  public List<String> output(String ref, int lines) {
    return List.of();
  }

  @Override
  public void close() {
    api.close();
  }

  private boolean taken(Hosted app) {
    String owner = settings.owner();
    return !app.neverDeployed() && (owner == null || owner.equalsIgnoreCase(app.owner()));
  }

  /** The list says nothing of formations: {@link #status} does. */
  private DiscoveredApp discovered(Hosted app) {
    return new DiscoveredApp(
        app.id(), app.name(), app.hosts(), status(app, Formation.EMPTY), app.traits());
  }

  private CallOutcome<AppStatus> status(Hosted app, Call call) {
    if (app.stopped()) {
      return CallOutcome.done(new AppStatus.Stopped(Formation.EMPTY));
    }
    if (app.running()) {
      var _ = autoscalers.settle(app.id(), call);
    }
    return formation(app.id(), call).map(formation -> status(app, formation));
  }

  /** A word that is not known is taken for running: requests are passed on, and nothing is lost. */
  private AppStatus status(Hosted app, Formation formation) {
    if (app.stopped()) {
      return new AppStatus.Stopped(formation);
    }
    if (app.crashed()) {
      return new AppStatus.Crashed(null, "", formation);
    }
    return app.booting()
        ? new AppStatus.Starting(app.upstream(settings), formation)
        : new AppStatus.Running(app.upstream(settings), formation);
  }

  private CallOutcome<Formation> formation(String ref, Call call) {
    return Chain.then(
        api.containers(ref, call),
        types -> autoscalers.extras(ref, call).map(extras -> new Formation(types, extras)));
  }

  private CallOutcome<AppStatus.Running> start(
      Hosted app, Formation remembered, List<ProcessType> now, Call call) {
    List<ProcessType> wanted = Orders.wanted(remembered, now);
    if (wanted.stream().allMatch(type -> type.quantity() == 0)) {
      return CallOutcome.refused(
          Refusal.Kind.INVALID,
          "app '"
              + app.name()
              + "' has nothing to start: none of the remembered process types is"
              + " part of it any more, and it has no type 'web'");
    }
    autoscalers.owe(app.id(), remembered.extras());
    return Chain.then(
        ordered(app, wanted, now, call),
        running ->
            autoscalers
                .restore(app.id(), call)
                .map(_ -> running(running, wanted, remembered.extras())));
  }

  /** Orders what differs, and nothing when all is as it should be. */
  private CallOutcome<Hosted> ordered(
      Hosted app, List<ProcessType> wanted, List<ProcessType> now, Call call) {
    List<ProcessType> difference = Orders.difference(wanted, now);
    if (difference.isEmpty() && app.running()) {
      return CallOutcome.done(app);
    }
    // what crashed keeps its formation though nothing of it runs: there, all is ordered
    boolean all = app.crashed() || difference.isEmpty();
    return Chain.then(
        scaling.scale(app.id(), all ? wanted : difference, call),
        after ->
            after.crashed()
                ? CallOutcome.refused(
                    Refusal.Kind.CRASHED, "app '" + app.name() + "' crashed while it started")
                : CallOutcome.done(after));
  }

  private AppStatus.Running running(
      Hosted app, List<ProcessType> wanted, Map<String, String> extras) {
    return new AppStatus.Running(app.upstream(settings), new Formation(wanted, extras));
  }

  private CallOutcome<AppStatus.Stopped> stop(Hosted app, List<ProcessType> now, Call call) {
    var stopped = new AppStatus.Stopped(new Formation(now, Map.of()));
    List<ProcessType> orders = Orders.toNothing(now);
    if (orders.isEmpty()) {
      return CallOutcome.done(stopped);
    }
    // should it go on running, whatever the reason, this order has cost it its autoscalers
    autoscalers.oweThoseSeen(app.id());
    return Chain.then(
        scaling.scale(app.id(), orders, call),
        after ->
            after.stopped()
                ? CallOutcome.done(stopped)
                : CallOutcome.unknown(
                    "app '" + app.name() + "' is " + after.status() + " after its stop"));
  }
}
