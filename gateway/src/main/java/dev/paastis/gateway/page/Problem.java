// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.page;

import dev.paastis.wake.WakeOutcome;
import java.time.Duration;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway has to say instead of an app.
 *
 * @param code what sort of problem
 * @param detail the cause, for people; {@code null} where the code says it all
 * @param app the app's name, {@code null} where none is concerned
 * @param retryAfter when to try again, if that helps
 * @param until when a pause ends, in the zone of its window, if that is known
 */
public record Problem(
    ProblemCode code,
    @Nullable String detail,
    @Nullable String app,
    @Nullable Duration retryAfter,
    @Nullable ZonedDateTime until) {
  private static final Duration SHORTLY = Duration.ofSeconds(2);

  /** As long as a host name may be, RFC 1035, with its port. */
  private static final int LONGEST = 261;

  /** A problem other than a pause. */
  public Problem(
      ProblemCode code,
      @Nullable String detail,
      @Nullable String app,
      @Nullable Duration retryAfter) {
    this(code, detail, app, retryAfter, null);
  }

  /** A problem that its code says all about; one that will pass says when to try again. */
  public static Problem of(ProblemCode code, @Nullable String app) {
    return new Problem(code, null, app, code.status() == 503 ? SHORTLY : null);
  }

  /** The problem of a host that is not bound here; it names what was asked for and nothing else. */
  public static Problem unknownHost(@Nullable String host) {
    String asked =
        host == null ? null : "Host: " + host.substring(0, Math.min(host.length(), LONGEST));
    return new Problem(ProblemCode.UNKNOWN_HOST, asked, null, null);
  }

  /** The problem of a wake that did not end well; none of one that did. */
  public static @Nullable Problem of(WakeOutcome outcome, String app) {
    return switch (outcome) {
      case WakeOutcome.Ready _ -> null;
      case WakeOutcome.Failed failed ->
          new Problem(codeOf(failed.failure()), failed.detail(), app, null);
      case WakeOutcome.NotNow notNow ->
          new Problem(
              codeOf(notNow.reason()), notNow.detail(), app, notNow.retryAfter(), notNow.until());
      case WakeOutcome.NoSuchApp _ -> of(ProblemCode.APP_NOT_FOUND, app);
    };
  }

  private static ProblemCode codeOf(WakeOutcome.Reason reason) {
    return switch (reason) {
      case BUDGET, STORE -> ProblemCode.WAKE_NOT_NOW;
      case STOPPING -> ProblemCode.GATEWAY_STOPPING;
      case ENGINE -> ProblemCode.ENGINE_AWAY;
      case PAUSED -> ProblemCode.APP_PAUSED;
      case CLICK -> ProblemCode.CLICK_NEEDED;
    };
  }

  private static ProblemCode codeOf(WakeOutcome.Failure failure) {
    return switch (failure) {
      case REFUSED -> ProblemCode.WAKE_REFUSED;
      case CRASHED -> ProblemCode.WAKE_CRASHED;
      case ADDRESS_REFUSED -> ProblemCode.APP_ADDRESS_REFUSED;
      case TIMED_OUT -> ProblemCode.WAKE_TIMED_OUT;
      case UNKNOWN -> ProblemCode.WAKE_UNKNOWN;
    };
  }
}
