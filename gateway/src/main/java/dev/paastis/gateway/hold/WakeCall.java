// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.hold;

import dev.paastis.app.Cause;
import dev.paastis.gateway.route.Route;
import dev.paastis.gateway.route.Target;
import dev.paastis.wake.WakeOutcome;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One wake that the gateway asked for, and everybody who waits for it. */
public final class WakeCall {
  private final Route route;
  private final Target.Closed since;
  private final long startedNanos;
  private volatile @Nullable Cause clicked; // by an event loop, read by the thread of the wake
  private volatile @Nullable Cause cause; // by whoever asked, read by event loops
  private final AtomicReference<@Nullable WakeOutcome> outcome = new AtomicReference<>();

  WakeCall(Route route, Target.Closed since, long startedNanos) {
    this.route = route;
    this.since = since;
    this.startedNanos = startedNanos;
  }

  /** The route whose app is woken. */
  public Route route() {
    return route;
  }

  /** How the route was closed when the wake was asked for. */
  public Target.Closed since() {
    return since;
  }

  /** When it was asked for, on the gateway's ticker. */
  public long startedNanos() {
    return startedNanos;
  }

  /** What became of it, {@code null} while it lasts. */
  public @Nullable WakeOutcome outcome() {
    return outcome.get();
  }

  /** Why it was asked for. */
  void because(Cause why) {
    cause = why;
  }

  /** A detail of why it was asked for, {@code null} when there is none of that name. */
  public @Nullable String detail(String name) {
    Cause why = cause;
    return why == null ? null : why.details().get(name);
  }

  /** A person clicked meanwhile. */
  void click(Cause cause) {
    clicked = cause;
  }

  /** The click, {@code null} while there was none. */
  @Nullable Cause clicked() {
    return clicked;
  }

  /** Whether this outcome is the first. */
  boolean end(WakeOutcome how) {
    return outcome.compareAndSet(null, how);
  }
}
