// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.app.EventType;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is told.
 *
 * @param event position in the log; zero when it is only a test
 * @param at when it happened
 * @param type what happened
 * @param app to which app, if to one
 * @param subject name of the app, the account, or whatever else the event is about
 * @param cause why
 * @param details what else is known
 */
public record Notice(
    long event,
    Instant at,
    EventType type,
    @Nullable AppId app,
    String subject,
    Cause cause,
    Map<String, String> details) {
  private static final Set<EventType> FAILURES =
      EnumSet.of(
          EventType.WAKE_FAILED,
          EventType.SLEEP_FAILED,
          EventType.CRASHED,
          EventType.ACCOUNT_REFUSED,
          EventType.ROUTES_REFUSED,
          EventType.HOOK_FAILED,
          EventType.DELIVERY_FAILED,
          EventType.CHANNEL_CLOSED);

  /** Copies the details. */
  public Notice {
    details = Map.copyOf(details);
  }

  /** Whether something went wrong that a person should look at. */
  public boolean failure() {
    return FAILURES.contains(type);
  }

  /** Whether it tells that a message did not arrive; such a message's own failure is not told. */
  public boolean aboutMessages() {
    return type == EventType.DELIVERY_FAILED || type == EventType.CHANNEL_CLOSED;
  }
}
