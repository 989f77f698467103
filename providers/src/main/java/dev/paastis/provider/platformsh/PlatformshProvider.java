// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import static dev.paastis.provider.platformsh.Steps.notFound;
import static dev.paastis.provider.platformsh.Steps.then;

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
import java.util.Optional;

/**
 * Environments on Platform.sh, now sold as Upsun. An app is an environment of a project, named
 * {@code project:environment}; it sleeps when it is paused, with its databases, and its data is
 * kept. What may be paused is for the platform to say, by a link: it depends on user and plan.
 *
 * <p>A formation is told for people to see. The platform keeps it in the project's configuration
 * and restores it at a resume by itself, so what somebody changed there meanwhile counts.
 *
 * <p>While an environment is being resumed it is starting, and while it is being paused its status
 * is unknown: its public routes lead to a page of the platform until the end, and connections to
 * them succeed all the while, so nobody may take it for running, nor for stopped.
 */
public final class PlatformshProvider implements Provider {
  /**
   * The platform publishes no budget of calls. Its own clients ask every one to three seconds, and
   * a started environment is asked for once or twice: the start has already waited for its end.
   */
  private static final Duration STATUS_EVERY = Duration.ofSeconds(1);

  private static final Duration DENSEST_PROBE = Duration.ofMillis(50);
  private static final Duration WIDEST_PROBE = Duration.ofMillis(250);

  /** Routes of paused environments redirect to a page that answers 200. */
  private static final Readiness READINESS =
      new Readiness(null, false, DENSEST_PROBE, WIDEST_PROBE, STATUS_EVERY);

  private final PlatformshSettings settings;
  private final Ticker ticker;
  private final PlatformshApi api;
  private final Faces faces;
  private final Discovery discovery;
  private final Deletion deletion;

  /**
   * A provider of that account; it makes no call yet.
   *
   * @param ticker measures the life of credentials and the pace of questions
   * @param clock tells how far away a date is that the platform names
   */
  public PlatformshProvider(
      PlatformshSettings settings, ApiBudget budget, Ticker ticker, InstantSource clock) {
    this.settings = settings;
    this.ticker = ticker;
    this.api = new PlatformshApi(settings, budget, ticker, clock);
    this.faces = new Faces(api, settings.router());
    this.discovery = new Discovery(api, settings, faces);
    this.deletion = new Deletion(api, settings, ticker);
  }

  @Override
  public CallOutcome<Rights> rights(Call call) {
    return then(
        api.user(call), user -> discovery.survey(call).map(all -> Actions.rights(user, all)));
  }

  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Call call) {
    return discovery.run(call);
  }

  @Override
  public CallOutcome<AppStatus> status(String ref, Call call) {
    CallOutcome<Environment> asked = api.environment(Ref.parse(ref), call);
    return notFound(asked)
        ? CallOutcome.done(new AppStatus.Gone())
        : then(asked, environment -> status(environment, call));
  }

  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call) {
    return then(
        reach(ref, Goal.AWAKE, call),
        environment ->
            then(
                failedResume(environment, call),
                failed ->
                    failed.isPresent()
                        ? CallOutcome.refused(
                            Refusal.Kind.CRASHED,
                            "environment " + ref + " runs, but its resume " + failed.get())
                        : running(environment, formation, call)));
  }

  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
    return reach(ref, Goal.ASLEEP, call)
        .map(environment -> new AppStatus.Stopped(faces.formation(environment.ref())));
  }

  @Override
  public boolean deletes() {
    return true;
  }

  @Override
  public CallOutcome<AppStatus.Gone> delete(String ref, Call call) {
    return Outcomes.naming(ref, deletion.run(Ref.parse(ref), call));
  }

  @Override
  public Readiness readiness(String ref) {
    return READINESS;
  }

  /** None: the platform keeps logs in files of the containers and offers no call for them. */
  @Override
  public List<String> output(String ref, int lines) {
    return List.of();
  }

  @Override
  public void close() {
    api.close();
  }

  private CallOutcome<Environment> reach(String ref, Goal goal, Call call) {
    var target = new Transition.Target(Ref.parse(ref), goal, call);
    return Outcomes.naming(ref, new Transition(api, settings, ticker, target).run());
  }

  private CallOutcome<AppStatus> status(Environment environment, Call call) {
    return switch (environment.phase()) {
      case ABSENT -> CallOutcome.done(new AppStatus.Gone());
      case ASLEEP -> CallOutcome.done(new AppStatus.Stopped(faces.formation(environment.ref())));
      case BUSY -> busy(environment, call);
      case AWAKE -> awake(environment, call);
    };
  }

  private CallOutcome<AppStatus> busy(Environment environment, Call call) {
    return then(
        api.activities(environment.ref(), call),
        activities -> {
          Optional<Activity> underWay = Activity.underWay(activities);
          boolean pausing = underWay.filter(a -> a.leadsTo(Goal.ASLEEP)).isPresent();
          boolean resuming = underWay.filter(a -> a.leadsTo(Goal.AWAKE)).isPresent();
          // a push resumes what is paused, and until its end the routes redirect
          boolean waking =
              environment.told() == Environment.Phase.BUSY
                  && api.lastRest().wasAsleep(environment.ref());
          if (pausing) {
            return CallOutcome.unknown("environment " + environment.ref() + " is being paused");
          }
          return running(environment, Formation.EMPTY, call)
              .map(running ->
                  resuming || waking
                      ? new AppStatus.Starting(running.upstream(), running.formation())
                      : running);
        });
  }

  private CallOutcome<AppStatus> awake(Environment environment, Call call) {
    return then(
        failedResume(environment, call),
        failed ->
            failed.isPresent()
                ? CallOutcome.done(
                    new AppStatus.Crashed(null, failed.get(), faces.formation(environment.ref())))
                : running(environment, Formation.EMPTY, call).map(running -> running));
  }

  private CallOutcome<AppStatus.Running> running(
      Environment environment, Formation fallback, Call call) {
    return faces
        .of(environment, fallback, call)
        .map(face -> new AppStatus.Running(face.upstream(), face.formation()));
  }

  /**
   * Why the last resume failed, if it did and nothing has been deployed since. A failed push is no
   * such thing: what ran before it goes on running.
   */
  private CallOutcome<Optional<String>> failedResume(Environment environment, Call call) {
    if (!environment.deploymentFailed()) {
      return CallOutcome.done(Optional.empty());
    }
    return api.activities(environment.ref(), call)
        .map(activities ->
            activities.stream()
                .filter(Activity::ended)
                .findFirst()
                .filter(last -> last.leadsTo(Goal.AWAKE) && !last.succeeded())
                .map(Activity::trouble));
  }
}
