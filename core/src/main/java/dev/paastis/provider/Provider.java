// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import java.util.List;
import java.util.function.Consumer;

/**
 * One account on one platform in one region: what Paastis needs of it. Calls block (they run on
 * virtual threads), end by their deadline, never throw for what a platform may answer, and are safe
 * for use by many threads. Each is idempotent: asked twice, it acts once.
 */
public interface Provider extends AutoCloseable {
  /**
   * What the account's credentials allow, found out without changing anything. Credentials that are
   * wrong, expired or revoked are {@link Refusal.Kind#UNAUTHORIZED}. Where there is nothing finer
   * to ask, a list of the apps shows that they are accepted.
   */
  default CallOutcome<Rights> rights(Call call) {
    return discover(call).map(apps -> new Rights("", apps.size(), List.of()));
  }

  /** All apps of the account. */
  CallOutcome<List<DiscoveredApp>> discover(Call call);

  /** How the app is now. */
  CallOutcome<AppStatus> status(String ref, Call call);

  /**
   * Starts the app with exactly this formation. {@link CallOutcome.Done} means that the platform
   * has begun, not that the app can answer.
   *
   * @param operation on whose behalf; a platform that can will refuse to carry it out twice
   */
  CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call);

  /**
   * Stops the app and waits until nothing of it is left running. Stopping what does not run is
   * {@link CallOutcome.Done}.
   */
  CallOutcome<AppStatus.Stopped> stop(String ref, Call call);

  /** Whether {@link #delete} deletes; false where people keep that to themselves. */
  default boolean deletes() {
    return false;
  }

  /**
   * Deletes the app with all that belongs to it alone, data included, and waits until it is gone.
   * Nothing brings it back. What is not there is {@link Refusal.Kind#NOT_FOUND}; a refusal of any
   * kind means that all of the app is still there.
   */
  default CallOutcome<AppStatus.Gone> delete(String ref, Call call) {
    return CallOutcome.refused(
        Refusal.Kind.FORBIDDEN, "this provider cannot delete apps; delete '" + ref + "' by hand");
  }

  /** Whether {@link #work} tells anything; false where the platform does not. */
  default boolean tellsWork() {
    return false;
  }

  /**
   * What the app has used so far; of what does not run, nothing. Asked only when an app is due to
   * sleep, a few times within seconds.
   */
  default CallOutcome<Work> work(String ref, Call call) {
    return CallOutcome.refused(
        Refusal.Kind.FORBIDDEN, "this provider does not tell how much '" + ref + "' works");
  }

  /** How to find out that the app is ready. */
  Readiness readiness(String ref);

  /** The last lines of the app's output, oldest first; empty where the platform offers none. */
  List<String> output(String ref, int lines);

  /**
   * Registers for changes that the platform tells by itself, for example the end of a process. At
   * most one listener; what it gets may be late or twice, and it asks {@link #status} for the
   * truth.
   */
  default void watch(Consumer<String> changedRef) {}

  /** Lets go of the platform; apps go on as they are. */
  @Override
  void close();
}
