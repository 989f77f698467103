// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import dev.paastis.app.AppLifecycle.What;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EventType;
import dev.paastis.app.Formation;
import dev.paastis.app.TrackedApp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider's word means for an app's state: nothing, when both agree; otherwise the state to
 * adopt and the event that tells of it. Pure.
 *
 * @param state the state to adopt
 * @param what the event to keep with it
 */
public record Observation(AppState state, What what) {
  /** Lines of output that go into an event. */
  public static final int TAIL_LINES = 20;

  /** Within this time, what starts again is the same deployment. */
  private static final Duration DEPLOYMENT = Duration.ofMinutes(15);

  /**
   * Compares a row with the provider's word. Apps being woken or put to sleep are left to whoever
   * does it.
   */
  public static Optional<Observation> of(TrackedApp app, AppStatus status, Instant now) {
    return switch (app.state()) {
      case AppState.Awake awake -> ofAwake(awake, status, now);
      case AppState.Asleep asleep -> ofAsleep(asleep, status, now);
      case AppState.Unknown unknown -> ofUnknown(unknown, status, now);
      case AppState.FallingAsleep _, AppState.Waking _ -> Optional.empty();
    };
  }

  /** The provider's word in words. */
  public static String describe(AppStatus status) {
    return switch (status) {
      case AppStatus.Running running -> "runs at " + running.upstream();
      case AppStatus.Starting starting -> "starts at " + starting.upstream();
      case AppStatus.Stopped _ -> "stopped while it was being started";
      case AppStatus.Crashed crashed ->
          crashed.exitCode() == null
              ? "stopped by itself"
              : "stopped by itself with exit code " + crashed.exitCode();
      case AppStatus.Gone _ -> "no longer exists at the provider";
    };
  }

  private static Optional<Observation> ofAwake(
      AppState.Awake awake, AppStatus status, Instant now) {
    return switch (status) {
      case AppStatus.Running running ->
          same(awake, running)
              ? Optional.empty()
              : Optional.of(
                  new Observation(
                      awake.observedAt(running.upstream(), known(running, awake)).handled(now),
                      drift(EventType.FOUND_AWAKE, "changed at the provider by somebody else")));
      case AppStatus.Starting _ -> deployed(awake, now);
      case AppStatus.Crashed crashed ->
          Optional.of(new Observation(awake.observedAsleep(now), crash(crashed)));
      case AppStatus.Stopped _, AppStatus.Gone _ ->
          Optional.of(
              new Observation(
                  awake.observedAsleep(now),
                  drift(EventType.FOUND_ASLEEP, "stopped by somebody else")));
    };
  }

  /** A deployment or a restart, from which it comes back; of one that lasts is told once. */
  private static Optional<Observation> deployed(AppState.Awake awake, Instant now) {
    Instant before = awake.handledAt();
    return before != null && Duration.between(before, now).compareTo(DEPLOYMENT) < 0
        ? Optional.empty()
        : Optional.of(
            new Observation(
                awake.handled(now),
                drift(EventType.DEPLOYED, "deployed or restarted by somebody else")));
  }

  private static Optional<Observation> ofAsleep(
      AppState.Asleep asleep, AppStatus status, Instant now) {
    return status instanceof AppStatus.Running running
        ? Optional.of(
            new Observation(
                asleep.observedAwake(now, running.upstream(), known(running, asleep)).handled(now),
                drift(EventType.FOUND_AWAKE, "started by somebody else")))
        : Optional.empty();
  }

  private static Optional<Observation> ofUnknown(
      AppState.Unknown unknown, AppStatus status, Instant now) {
    return switch (status) {
      case AppStatus.Running running ->
          Optional.of(
              new Observation(
                  unknown.observedAwake(now, running.upstream(), known(running, unknown)),
                  drift(EventType.FOUND_AWAKE, "found running")));
      case AppStatus.Starting _ -> Optional.empty(); // neither yet; asked again soon
      case AppStatus.Stopped _, AppStatus.Crashed _, AppStatus.Gone _ ->
          Optional.of(
              new Observation(
                  unknown.observedAsleep(now), drift(EventType.FOUND_ASLEEP, "found stopped")));
    };
  }

  private static boolean same(AppState.Awake awake, AppStatus.Running running) {
    return awake.upstream().equals(running.upstream())
        && awake.formation().equals(known(running, awake));
  }

  /** A list may tell less than the app itself would: nothing said changes nothing. */
  private static Formation known(AppStatus.Running running, AppState remembered) {
    return running.formation().equals(Formation.EMPTY)
        ? remembered.formation()
        : running.formation();
  }

  private static What drift(EventType type, String summary) {
    return What.of(type, Cause.of(Cause.Kind.DRIFT, summary));
  }

  private static What crash(AppStatus.Crashed crashed) {
    Map<String, String> details =
        crashed.exitCode() == null
            ? Map.of("tail", crashed.tail())
            : Map.of("tail", crashed.tail(), "exit-code", String.valueOf(crashed.exitCode()));
    return new What(EventType.CRASHED, Cause.of(Cause.Kind.DRIFT, describe(crashed)), details);
  }
}
