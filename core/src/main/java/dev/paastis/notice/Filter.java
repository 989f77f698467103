// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import dev.paastis.app.EventType;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events a channel is told.
 *
 * @param events of these types
 * @param apps of apps that match; {@code null} for all, and for events that are not about an app
 */
public record Filter(Set<EventType> events, @Nullable AppPattern apps) {
  /** What most people want to know. */
  public static final Set<EventType> USUAL =
      Set.copyOf(
          EnumSet.of(
              EventType.FELL_ASLEEP,
              EventType.WOKEN,
              EventType.WAKE_FAILED,
              EventType.WAKE_REFUSED,
              EventType.SLEEP_FAILED,
              EventType.SLEEP_VETOED,
              EventType.CRASHED,
              EventType.ACCOUNT_REFUSED,
              EventType.ACCOUNT_ACCEPTED,
              EventType.ROUTES_REFUSED,
              EventType.ROUTES_ACCEPTED,
              EventType.HOOK_FAILED,
              EventType.DELIVERY_FAILED,
              EventType.CHANNEL_CLOSED));

  /** Copies the types. */
  public Filter {
    events = Set.copyOf(events);
  }

  /** Whether the event is to be told. */
  public boolean matches(Notice notice) {
    return events.contains(notice.type())
        && (apps == null || (notice.app() != null && apps.matches(notice.subject())));
  }
}
