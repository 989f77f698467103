// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import static dev.paastis.provider.render.RenderDeploy.Course;
import static dev.paastis.provider.render.Sequel.then;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.rest.Outcomes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Starts a service: its settings first, so that one deploy brings it back as it was, then the
 * resume, then the wait for its deploy.
 *
 * <p>After a resume the newest deploy is for a moment still the one before it, and that one is
 * live. What counts are deploys that were not there before the order; their times are not compared
 * with our clock, which may differ from Render's.
 */
final class Start {
  private final RenderApi api;
  private final Restoration restoration;
  private final Polling polling;
  private final RenderSettings account;

  Start(RenderApi api, Polling polling, RenderSettings account) {
    this.api = api;
    this.restoration = new Restoration(api);
    this.polling = polling;
    this.account = account;
  }

  CallOutcome<AppStatus.Running> run(String ref, Formation wanted, Call call) {
    // in this order: of a service still suspended afterwards, no deploy seen here is of a new
    // resume
    CallOutcome<List<RenderDeploy>> before = api.deploys(ref, call);
    return then(
        api.service(ref, call),
        service -> {
          Optional<Refusal> barred = service.barred();
          return Outcomes.naming(
              service.name(),
              barred.isPresent()
                  ? new CallOutcome.Refused<>(barred.get())
                  : run(new Found(service, before), wanted, call));
        });
  }

  private CallOutcome<AppStatus.Running> run(Found found, Formation wanted, Call call) {
    RenderService service = found.service();
    CallOutcome<Boolean> restored = restoration.restore(service, wanted, call);
    if (service.suspended() && isInvalid(restored)) {
      // Render does not say whether a suspended service takes all settings: once more when it runs
      return then(
          bringUp(found, call),
          _ -> Outcomes.ordered("Render resumed it", restoreRunning(service, wanted, call)));
    }
    return then(restored, _ -> then(bringUp(found, call), _ -> done(service, wanted)));
  }

  private CallOutcome<AppStatus.Running> restoreRunning(
      RenderService before, Formation wanted, Call call) {
    return then(
        api.service(before.id(), call),
        now ->
            switch (restoration.restore(now, wanted, call)) {
              case CallOutcome.Done<Boolean> _ -> done(now, wanted);
              case CallOutcome.Refused<Boolean>(Refusal(var kind, var why)) ->
                  CallOutcome.refused(kind, "it runs, but not as it did: " + why);
              case CallOutcome.Unknown<Boolean>(String cause) -> CallOutcome.unknown(cause);
            });
  }

  private CallOutcome<AppStatus.Running> done(RenderService service, Formation wanted) {
    AppStatus.Running running = service.running(account);
    return CallOutcome.done(
        wanted.processes().isEmpty() ? running : new AppStatus.Running(running.upstream(), wanted));
  }

  private CallOutcome<Course> bringUp(Found found, Call call) {
    RenderService service = found.service();
    if (service.isCronJob()) {
      return service.suspended() ? resumeCronJob(service, call) : CallOutcome.done(Course.LIVE);
    }
    if (!service.suspended()) {
      return then(api.deploys(service.id(), call), deploys -> takeUp(service, deploys, call));
    }
    return then(
        found.before(),
        before -> then(api.resume(service.id(), call), _ -> awaitLive(service, before, call)));
  }

  /** Nothing is deployed when a cron job is resumed. */
  private CallOutcome<Course> resumeCronJob(RenderService job, Call call) {
    return then(
        api.resume(job.id(), call),
        _ ->
            polling.until(
                "resume cron job '" + job.name() + "'",
                () -> api.service(job.id(), call),
                now ->
                    now.suspended() ? Optional.empty() : Optional.of(CallOutcome.done(Course.LIVE)),
                call));
  }

  /** It is not suspended: up already, or somebody's resume is under way, or one has failed. */
  private CallOutcome<Course> takeUp(RenderService service, List<RenderDeploy> deploys, Call call) {
    List<RenderDeploy> recent = RenderDeploy.sinceResume(deploys);
    Course course = RenderDeploy.course(recent);
    return switch (course) {
      case LIVE, QUIET -> CallOutcome.done(course);
      case UNDER_WAY -> awaitLive(service, deploys.subList(recent.size(), deploys.size()), call);
      case FAILED -> then(api.deploy(service.id(), call), _ -> awaitLive(service, deploys, call));
    };
  }

  private CallOutcome<Course> awaitLive(
      RenderService service, List<RenderDeploy> before, Call call) {
    Set<String> known = before.stream().map(RenderDeploy::id).collect(Collectors.toSet());
    return polling.until(
        "start service '" + service.name() + "'",
        () -> api.deploys(service.id(), call),
        deploys -> verdict(service, deploys.stream().filter(d -> !known.contains(d.id())).toList()),
        call);
  }

  private static Optional<CallOutcome<Course>> verdict(
      RenderService service, List<RenderDeploy> ours) {
    Course course = RenderDeploy.course(ours);
    return switch (course) {
      case LIVE -> Optional.of(CallOutcome.done(course));
      case UNDER_WAY, QUIET -> Optional.empty();
      case FAILED ->
          Optional.of(
              CallOutcome.refused(
                  Refusal.Kind.CRASHED,
                  "service '%s' did not come up: its deploy %s ended as %s"
                      .formatted(service.name(), ours.getFirst().id(), ours.getFirst().status())));
    };
  }

  private static boolean isInvalid(CallOutcome<Boolean> outcome) {
    return outcome instanceof CallOutcome.Refused<Boolean>(Refusal(var kind, var _))
        && kind == Refusal.Kind.INVALID;
  }

  /**
   * A service, and what its deploys were just before it was read.
   *
   * @param before not needed for a cron job, so it may have failed
   */
  private record Found(RenderService service, CallOutcome<List<RenderDeploy>> before) {}
}
