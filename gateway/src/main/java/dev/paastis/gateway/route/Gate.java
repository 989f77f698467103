// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.route;

import dev.paastis.app.Upstream;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the requests of one app go, and how many are under way: the two words on which no request
 * slips to an app that is about to stop. {@link #enter} takes no lock; whoever opens or closes does
 * so under the lock of the {@link Route}.
 *
 * <p>Two threads meet here as in Dekker's algorithm, each writing its own word before it reads the
 * other's:
 *
 * <pre>{@code
 * event loop, enter()                 sleeper, close()
 *   inFlight + 1                        target = Closed
 *   read target                         read inFlight
 * }</pre>
 *
 * All four are sequentially consistent (JLS 17.4), so at least one sees the other: either the
 * sleeper counts the request, or the request sees a closed gate, counts itself out and is held. A
 * request may be counted for an instant and then held; that delays a sleep and harms nothing.
 */
public final class Gate {
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile Target target;

  Gate(Target target) {
    this.target = target;
  }

  /** Counts a request in and says where it goes; not counted when it goes nowhere. */
  public Target enter() {
    inFlight.incrementAndGet();
    Target now = target;
    if (now instanceof Target.Closed) {
      leave();
    }
    return now;
  }

  /** Counts in again what is under way and had fallen silent, whether the gate is closed or not. */
  public void comeBack() {
    inFlight.incrementAndGet();
  }

  /** Counts a request out. */
  public void leave() {
    inFlight.decrementAndGet();
  }

  /** Requests, streams and talking tunnels under way. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Where requests go now. */
  Target target() {
    return target;
  }

  void open(Upstream upstream) {
    target = new Target.Open(upstream);
  }

  /** Has all requests held from now on, and says how many had entered before. */
  int close() {
    target = new Target.Closed();
    return inFlight.get();
  }
}
