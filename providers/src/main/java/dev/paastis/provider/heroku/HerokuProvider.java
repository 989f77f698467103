// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.app.Upstream;
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
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Apps of an account on Heroku, known by their identifiers, since names can change. An app sleeps
 * with all its process types at quantity 0; add-ons go on, data is untouched.
 *
 * <p>Discovered are apps that something was deployed to, with a public address and a process type
 * {@code web}: a worker alone would sleep for ever, as no request could wake it. Safe for use by
 * many threads.
 */
public final class HerokuProvider implements Provider {
  private static final Duration PROBE_EVERY = Duration.ofMillis(50);
  private static final Duration PROBE_AT_MOST = Duration.ofMillis(250);

  /** Below these numbers of calls left, questions become rarer. */
  private static final int FEW_CALLS = 1000;

  private static final int HARDLY_ANY_CALLS = 200;

  private final HerokuSettings settings;
  private final Ticker ticker;
  private final HerokuApi api;
  private final KnownApps known;
  private final Survey survey;
  private final Restoration restoration;

  /** A provider of that account; nothing is asked yet. */
  public HerokuProvider(HerokuSettings settings, ApiBudget budget, Ticker ticker) {
    this.settings = settings;
    this.ticker = ticker;
    this.api = new HerokuApi(settings, budget);
    this.known = new KnownApps(api, ticker);
    this.survey = new Survey(api, ticker);
    this.restoration = new Restoration(api);
  }

  @Override
  public CallOutcome<Rights> rights(Call call) {
    return TokenRights.of(
        api,
        api.apps(settings.team(), call).map(all -> all.stream().filter(this::isCandidate).toList()),
        call);
  }

  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Call call) {
    return Chain.then(
        api.apps(settings.team(), call),
        all -> {
          known.learn(all);
          List<HerokuApp> apps = all.stream().filter(this::isCandidate).toList();
          return apps.isEmpty() ? CallOutcome.done(List.of()) : discover(apps, call);
        });
  }

  private CallOutcome<List<DiscoveredApp>> discover(List<HerokuApp> apps, Call call) {
    return Chain.then(
        Coupling.byApp(api.couplings(call)),
        couplings ->
            survey
                .of(apps.stream().map(HerokuApp::id).toList(), call)
                .map(formations -> discovered(apps, formations, couplings)));
  }

  /** Costs two calls, and a third when the app was not heard of for some minutes. */
  @Override
  public CallOutcome<AppStatus> status(String ref, Call call) {
    CallOutcome<AppStatus> outcome =
        Chain.then(
            upstream(ref, call),
            upstream ->
                Chain.then(
                    formation(ref, call),
                    rows -> api.dynos(ref, call).map(dynos -> status(upstream, rows, dynos))));
    return outcome instanceof CallOutcome.Refused<AppStatus>(Refusal refusal)
            && refusal.kind() == Refusal.Kind.NOT_FOUND
        ? CallOutcome.done(new AppStatus.Gone())
        : outcome;
  }

  /**
   * Waits, other than it must, until a web dyno is up: before that the router shows an error page,
   * which accepts connections as an app does.
   */
  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call) {
    CallOutcome<AppStatus.Running> outcome =
        Chain.then(
            known.find(ref, call),
            before ->
                Chain.then(
                    address(before),
                    _ ->
                        Chain.then(
                            restoration.restore(ref, formation, call),
                            rows -> awaitWeb(before, rows, call))));
    return Outcomes.naming(known.name(ref), outcome);
  }

  /** While the dynos boot there is time to learn where the app is, since a new name moves it. */
  private CallOutcome<AppStatus.Running> awaitWeb(HerokuApp app, Formation rows, Call call) {
    survey.saw(app.id(), rows);
    return Chain.then(
        Chain.then(known.refreshed(app.id(), app, call), HerokuProvider::address),
        upstream -> {
          var running = new AppStatus.Running(upstream, rows);
          return Formations.wantsWeb(rows)
              ? awaitDynos("start", app.id(), call, dynos -> started(running, dynos))
              : CallOutcome.done(running);
        });
  }

  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
    return Chain.then(
        formation(ref, call),
        rows -> {
          var stopped = new AppStatus.Stopped(Formations.broughtBack(rows));
          return Chain.then(
              toNothing(ref, rows, call),
              _ -> awaitDynos("stop", ref, call, dynos -> stopped(stopped, rows, dynos)));
        });
  }

  @Override
  public boolean deletes() {
    return true;
  }

  @Override
  public CallOutcome<AppStatus.Gone> delete(String ref, Call call) {
    return Outcomes.naming(known.name(ref), api.delete(ref, call).map(_ -> new AppStatus.Gone()));
  }

  /**
   * The probe alone proves nothing: the router answers for every app, awake or not. A status costs
   * two of the account's 4,500 calls an hour, and {@link #start} has already waited for a dyno, so
   * one or two of them are enough.
   */
  @Override
  public Readiness readiness(String ref) {
    return new Readiness(null, false, PROBE_EVERY, PROBE_AT_MOST, interval());
  }

  /** Empty: Heroku gives logs only through a link to another host, which takes two calls. */
  @Override
  public List<String> output(String ref, int lines) {
    return List.of();
  }

  @Override
  public void close() {
    api.close();
  }

  private boolean isCandidate(HerokuApp app) {
    String region = settings.region();
    return app.reachable() && (region == null || region.equals(app.region()));
  }

  private static List<DiscoveredApp> discovered(
      List<HerokuApp> apps, Map<String, Formation> formations, Map<String, Coupling> couplings) {
    return apps.stream()
        .flatMap(app -> {
          Coupling coupling = couplings.getOrDefault(app.id(), Coupling.none(app.id()));
          return discovered(app, formations.get(app.id()), coupling).stream();
        })
        .toList();
  }

  private static Optional<DiscoveredApp> discovered(
      HerokuApp app, @Nullable Formation rows, Coupling coupling) {
    Upstream upstream = app.upstream();
    if (rows == null || upstream == null || Formations.row(rows, Formations.WEB).isEmpty()) {
      return Optional.empty();
    }
    AppStatus status =
        Formations.runs(rows)
            ? new AppStatus.Running(upstream, rows)
            : new AppStatus.Stopped(Formations.broughtBack(rows));
    return Optional.of(
        new DiscoveredApp(
            app.id(), app.name(), List.of(), status, coupling.traits(), coupling.labels()));
  }

  private CallOutcome<Upstream> upstream(String ref, Call call) {
    return Chain.then(known.find(ref, call), HerokuProvider::address);
  }

  private static CallOutcome<Upstream> address(HerokuApp app) {
    Upstream upstream = app.upstream();
    return upstream == null
        ? CallOutcome.refused(
            Refusal.Kind.INVALID,
            "app " + app.name() + " has no public address, so that no gateway can reach it")
        : CallOutcome.done(upstream);
  }

  private CallOutcome<Formation> formation(String ref, Call call) {
    CallOutcome<Formation> outcome = api.formation(ref, call);
    if (outcome instanceof CallOutcome.Done<Formation>(Formation rows)) {
      survey.saw(ref, rows);
    }
    return outcome;
  }

  private CallOutcome<Formation> toNothing(String ref, Formation rows, Call call) {
    if (!Formations.runs(rows)) {
      return CallOutcome.done(rows);
    }
    CallOutcome<Formation> outcome = api.scale(ref, Formations.nothing(rows), call);
    if (outcome instanceof CallOutcome.Done<Formation>(Formation now)) {
      survey.saw(ref, now);
      if (Formations.runs(now)) {
        return CallOutcome.refused(
            Refusal.Kind.INVALID,
            "Heroku took the stop but still runs " + Formations.words(now.processes()));
      }
    }
    return outcome;
  }

  private static AppStatus status(Upstream upstream, Formation rows, List<Dyno> dynos) {
    if (!Formations.runs(rows)) {
      List<Dyno> ending = dynos.stream().filter(dyno -> dyno.runsFor(rows)).toList();
      return ending.isEmpty()
          ? new AppStatus.Stopped(Formations.broughtBack(rows))
          : new AppStatus.Running(upstream, Formations.shownBy(ending, rows));
    }
    if (!Formations.wantsWeb(rows) || webServes(dynos)) {
      return new AppStatus.Running(upstream, rows);
    }
    return webCrashed(dynos)
        ? new AppStatus.Crashed(null, "", rows)
        : new AppStatus.Starting(upstream, rows);
  }

  private static boolean webServes(List<Dyno> dynos) {
    return dynos.stream().anyMatch(dyno -> dyno.web() && dyno.serves());
  }

  private static boolean webCrashed(List<Dyno> dynos) {
    List<Dyno> web = dynos.stream().filter(Dyno::web).toList();
    return !web.isEmpty() && web.stream().allMatch(Dyno::crashed);
  }

  private static Optional<CallOutcome<AppStatus.Running>> started(
      AppStatus.Running running, List<Dyno> dynos) {
    if (webServes(dynos)) {
      return Optional.of(CallOutcome.done(running));
    }
    return webCrashed(dynos)
        ? Optional.of(
            CallOutcome.refused(
                Refusal.Kind.CRASHED,
                "every web dyno crashed while it was booting; 'heroku logs' tells why"))
        : Optional.empty();
  }

  private static Optional<CallOutcome<AppStatus.Stopped>> stopped(
      AppStatus.Stopped stopped, Formation rows, List<Dyno> dynos) {
    return dynos.stream().noneMatch(dyno -> dyno.runsFor(rows))
        ? Optional.of(CallOutcome.done(stopped))
        : Optional.empty();
  }

  /**
   * Looks at the dynos until they show an outcome. The order has been accepted, so whatever keeps
   * us from seeing its end leaves that end unknown.
   */
  private <T> CallOutcome<T> awaitDynos(
      String order, String ref, Call call, Function<List<Dyno>, Optional<CallOutcome<T>>> look) {
    String last = "no time was left to look at its dynos";
    try {
      while (!call.expired()) {
        CallOutcome<List<Dyno>> seen = api.dynos(ref, call);
        Optional<CallOutcome<T>> end = end(order, seen, look);
        if (end.isPresent()) {
          return end.get();
        }
        last = inWords(seen);
        ticker.pause(call.atMost(interval()));
      }
      return CallOutcome.unknown(accepted(order, last));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CallOutcome.unknown(accepted(order, "the wait for its dynos was interrupted"));
    }
  }

  /** Empty while there is a point in looking again. */
  private static <T> Optional<CallOutcome<T>> end(
      String order,
      CallOutcome<List<Dyno>> seen,
      Function<List<Dyno>, Optional<CallOutcome<T>>> look) {
    return switch (seen) {
      case CallOutcome.Done<List<Dyno>>(List<Dyno> dynos) -> look.apply(dynos);
      case CallOutcome.Refused<List<Dyno>>(Refusal refusal) ->
          switch (refusal.kind()) {
            case RATE_LIMITED -> Optional.empty();
            case NOT_FOUND -> Optional.of(new CallOutcome.Refused<>(refusal));
            case UNAUTHORIZED, FORBIDDEN, ADDRESS_REFUSED, QUOTA, INVALID, CRASHED ->
                Optional.of(CallOutcome.unknown(accepted(order, refusal.message())));
          };
      case CallOutcome.Unknown<List<Dyno>> _ -> Optional.empty();
    };
  }

  private static String inWords(CallOutcome<List<Dyno>> seen) {
    return switch (seen) {
      case CallOutcome.Done<List<Dyno>> _ -> "its dynos were not ready in time";
      case CallOutcome.Refused<List<Dyno>>(Refusal refusal) -> refusal.message();
      case CallOutcome.Unknown<List<Dyno>>(String cause) -> cause;
    };
  }

  private static String accepted(String order, String then) {
    return "Heroku accepted the " + order + "; then: " + then;
  }

  /** Denser while the account has calls to spare: 75 of them come back each minute. */
  private Duration interval() {
    int calls = api.remaining();
    if (calls > FEW_CALLS) {
      return settings.pollEvery();
    }
    return settings.pollEvery().multipliedBy(calls > HARDLY_ANY_CALLS ? 4 : 20);
  }
}
