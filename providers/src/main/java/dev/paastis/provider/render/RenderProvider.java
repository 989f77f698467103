// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import static dev.paastis.provider.render.Sequel.then;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Apps that are services of Render: web services, private services, background workers and cron
 * jobs, each by itself. Static sites are left out, since they cost nothing, and so are web services
 * whose host at onrender.com is switched off, since only that host leads past the gateway. Safe for
 * use by many threads.
 *
 * @see <a href="https://api-docs.render.com/reference/introduction">Render API</a>
 */
public final class RenderProvider implements Provider {
  private static final Duration PROBE_EVERY = Duration.ofMillis(50);
  private static final Duration PROBE_AT_MOST = Duration.ofMillis(250);

  /**
   * A start has waited for its deploy already, so the first answer mostly ends the race. Where that
   * start's own answer was lost, two reads a second leave most of the 400 reads of a minute.
   */
  private static final Duration STATUS_EVERY = Duration.ofSeconds(1);

  private static final Duration OUTPUT_TIME = Duration.ofSeconds(5);
  private static final int CRASH_LINES = 20;

  private final RenderSettings settings;
  private final Ticker ticker;
  private final RenderApi api;
  private final Polling polling;
  private final Start start;

  /** An account as configured. Nothing is called yet. */
  public RenderProvider(
      RenderSettings settings, ApiBudget budget, Ticker ticker, InstantSource clock) {
    this.settings = settings;
    this.ticker = ticker;
    this.api = new RenderApi(settings, budget, clock);
    this.polling = new Polling(ticker, settings.pollEvery());
    this.start = new Start(api, polling, settings);
  }

  @Override
  public CallOutcome<Rights> rights(Call call) {
    return then(
        api.services(call),
        services -> {
          int apps = (int) services.stream().filter(this::isManaged).count();
          return new Workspaces(api, settings).rights(apps, call);
        });
  }

  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Call call) {
    return api.services(call)
        .map(services -> services.stream().filter(this::isManaged).map(this::discovered).toList());
  }

  @Override
  public CallOutcome<AppStatus> status(String ref, Call call) {
    return orGone(
        then(
            api.service(ref, call),
            service ->
                service.suspended() || service.isCronJob()
                    ? CallOutcome.done(service.status(settings))
                    : statusByDeploys(service, call)));
  }

  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call) {
    return start.run(ref, formation, call);
  }

  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
    return then(
        api.service(ref, call),
        service ->
            service.suspended()
                ? CallOutcome.done(new AppStatus.Stopped(service.formation()))
                : then(api.suspend(ref, call), _ -> awaitSuspended(service, call)));
  }

  @Override
  public boolean deletes() {
    return true;
  }

  @Override
  public CallOutcome<AppStatus.Gone> delete(String ref, Call call) {
    return Outcomes.naming(ref, api.delete(ref, call).map(_ -> new AppStatus.Gone()));
  }

  /**
   * The page of a suspended service has been seen with status 200, so Render's own word is needed.
   * No path is asked for: Render calls a deploy live once the service's own health check holds.
   */
  @Override
  public Readiness readiness(String ref) {
    return new Readiness(null, false, PROBE_EVERY, PROBE_AT_MOST, STATUS_EVERY);
  }

  @Override
  public List<String> output(String ref, int lines) {
    Call call = Call.discovery(OUTPUT_TIME, ticker);
    return lines > 0
            && api.service(ref, call)
                instanceof CallOutcome.Done<RenderService>(RenderService service)
        ? lastLines(service, lines, call)
        : List.of();
  }

  @Override
  public void close() {
    api.close();
  }

  private boolean isManaged(RenderService service) {
    boolean here = settings.region() == null || settings.region().equals(service.region());
    return here
        && RenderService.TYPES.contains(service.type())
        && (service.reachable() || !service.isWeb());
  }

  private DiscoveredApp discovered(RenderService service) {
    return new DiscoveredApp(
        service.id(),
        service.name(),
        List.of(),
        service.status(settings),
        service.traits(),
        Map.of("type", service.type()));
  }

  private CallOutcome<AppStatus> statusByDeploys(RenderService service, Call call) {
    return api.deploys(service.id(), call)
        .map(deploys ->
            switch (RenderDeploy.course(RenderDeploy.sinceResume(deploys))) {
              case LIVE, QUIET -> service.running(settings);
              case UNDER_WAY -> service.starting(settings);
              case FAILED ->
                  new AppStatus.Crashed(
                      null,
                      String.join("\n", lastLines(service, CRASH_LINES, call)),
                      service.formation());
            });
  }

  private CallOutcome<AppStatus.Stopped> awaitSuspended(RenderService service, Call call) {
    return polling.until(
        "suspend service '" + service.name() + "'",
        () -> api.service(service.id(), call),
        now ->
            now.suspended()
                ? Optional.of(CallOutcome.done(new AppStatus.Stopped(now.formation())))
                : Optional.empty(),
        call);
  }

  private List<String> lastLines(RenderService service, int lines, Call call) {
    return api.logs(service, lines, call) instanceof CallOutcome.Done<List<String>>(var last)
        ? last
        : List.of();
  }

  private static CallOutcome<AppStatus> orGone(CallOutcome<AppStatus> status) {
    return status instanceof CallOutcome.Refused<AppStatus>(Refusal(var kind, var _))
            && kind == Refusal.Kind.NOT_FOUND
        ? CallOutcome.done(new AppStatus.Gone())
        : status;
  }
}
