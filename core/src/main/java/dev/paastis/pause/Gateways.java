// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.AppId;
import dev.paastis.schedule.Deadline;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the engine asks of all gateways. */
public interface Gateways {
  /**
   * Has every gateway hold new requests of the app, and waits for their word. Undone by the next
   * state that is published.
   *
   * @return what they say, or {@code null} when not all of them answered in time
   */
  @Nullable Quiet holdNewRequests(AppId app, Deadline deadline);

  /** What is going on at the app as far as the gateways know, without holding anything. */
  Quiet activity(AppId app);

  /** All last activities since the previous call, for the store. */
  Map<AppId, Instant> drainActivity();

  /**
   * How quiet an app is.
   *
   * @param inFlight requests, streams and talking WebSockets under way
   * @param waiting requests held
   * @param lastActivity the last activity, {@code null} when there was none since the gateway's
   *     start
   */
  record Quiet(int inFlight, int waiting, @Nullable Instant lastActivity) {}
}
