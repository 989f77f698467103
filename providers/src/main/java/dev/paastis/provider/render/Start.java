// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import static dev.paastis.provider.render.RenderDeploy.Course;
import static dev.paastis.provider.render.Sequel.then;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Deadline;
import java.net.URI;
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
  private final URI base;

  Start(RenderApi api, Polling polling, URI base) {
    this.api = api;
    this.restoration = new Restoration(api);
    this.polling = polling;
    this.base = base;
  }

  CallOutcome<AppStatus.Running> run(String ref, Formation wanted, Deadline deadline) {
    // in this order: of a service still suspended afterwards, no deploy seen here is of a new
    // resume
    CallOutcome<List<RenderDeploy>> before = api.deploys(ref, deadline);
    return then(
        api.service(ref, deadline),
        service -> {
          Optional<Refusal> barred = service.barred();
          return barred.isPresent()
              ? new CallOutcome.Refused<>(barred.get())
              : run(new Found(service, before), wanted, deadline);
        });
  }

  private CallOutcome<AppStatus.Running> run(Found found, Formation wanted, Deadline deadline) {
    RenderService service = found.service();
    CallOutcome<Boolean> restored = restoration.restore(service, wanted, deadline);
    if (service.suspended() && isInvalid(restored)) {
      // Render does not say whether a suspended service takes all settings: once more when it runs
      return then(bringUp(found, deadline), _ -> restoreRunning(service, wanted, deadline));
    }
    return then(restored, _ -> then(bringUp(found, deadline), _ -> done(service, wanted)));
  }

  private CallOutcome<AppStatus.Running> restoreRunning(
      RenderService before, Formation wanted, Deadline deadline) {
    return then(
        api.service(before.id(), deadline),
        now ->
            switch (restoration.restore(now, wanted, deadline)) {
              case CallOutcome.Done<Boolean> _ -> done(now, wanted);
              case CallOutcome.Refused<Boolean>(Refusal(var kind, var why)) ->
                  CallOutcome.refused(kind, "it runs, but not as it did: " + why);
              case CallOutcome.Unknown<Boolean>(String cause) -> CallOutcome.unknown(cause);
            });
  }

  private CallOutcome<AppStatus.Running> done(RenderService service, Formation wanted) {
    AppStatus.Running running = service.running(base);
    return CallOutcome.done(
        wanted.processes().isEmpty() ? running : new AppStatus.Running(running.upstream(), wanted));
  }

  private CallOutcome<Course> bringUp(Found found, Deadline deadline) {
    RenderService service = found.service();
    if (service.isCronJob()) {
      return service.suspended() ? resumeCronJob(service, deadline) : CallOutcome.done(Course.LIVE);
    }
    if (!service.suspended()) {
      return then(
          api.deploys(service.id(), deadline), deploys -> takeUp(service, deploys, deadline));
    }
    return then(
        found.before(),
        before ->
            then(api.resume(service.id(), deadline), _ -> awaitLive(service, before, deadline)));
  }

  /** Nothing is deployed when a cron job is resumed. */
  private CallOutcome<Course> resumeCronJob(RenderService job, Deadline deadline) {
    return then(
        api.resume(job.id(), deadline),
        _ ->
            polling.until(
                "resume cron job '" + job.name() + "'",
                () -> api.service(job.id(), deadline),
                now ->
                    now.suspended() ? Optional.empty() : Optional.of(CallOutcome.done(Course.LIVE)),
                deadline));
  }

  /** It is not suspended: up already, or somebody's resume is under way, or one has failed. */
  private CallOutcome<Course> takeUp(
      RenderService service, List<RenderDeploy> deploys, Deadline deadline) {
    List<RenderDeploy> recent = RenderDeploy.sinceResume(deploys);
    Course course = RenderDeploy.course(recent);
    return switch (course) {
      case LIVE, QUIET -> CallOutcome.done(course);
      case UNDER_WAY ->
          awaitLive(service, deploys.subList(recent.size(), deploys.size()), deadline);
      case FAILED ->
          then(api.deploy(service.id(), deadline), _ -> awaitLive(service, deploys, deadline));
    };
  }

  private CallOutcome<Course> awaitLive(
      RenderService service, List<RenderDeploy> before, Deadline deadline) {
    Set<String> known = before.stream().map(RenderDeploy::id).collect(Collectors.toSet());
    return polling.until(
        "start service '" + service.name() + "'",
        () -> api.deploys(service.id(), deadline),
        deploys -> verdict(service, deploys.stream().filter(d -> !known.contains(d.id())).toList()),
        deadline);
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
