// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import dev.paastis.gateway.hold.WakeCall;
import org.jspecify.annotations.Nullable;

/**
 * The place of one exchange in a trace.
 *
 * <p>A trace is gone on with, whoever began it. Whether it is recorded is for the peer to say where
 * it is trusted; of strangers and of traces that begin here, a share is. A stranger's id decides
 * nothing, as it could be chosen so as to be always recorded.
 */
final class RequestTrace {
  private final TraceContext context;
  private final long parent;
  private final boolean continued;
  private @Nullable WakeCall waitsFor;
  private long toApp;

  private RequestTrace(TraceContext context, long parent, boolean continued) {
    this.context = context;
    this.parent = parent;
    this.continued = continued;
  }

  static RequestTrace begin(@Nullable TraceContext given, boolean trusted, LoopObserver by) {
    RequestIds ids = by.ids();
    boolean drawn = ids.nextDouble() < by.ratio();
    if (given == null) {
      long high = ids.nextLong();
      return new RequestTrace(
          new TraceContext(high, ids.nextLong(), ids.nextLong(), drawn), 0, false);
    }
    boolean sampled = trusted ? given.sampled() : drawn;
    return new RequestTrace(
        new TraceContext(given.high(), given.low(), ids.nextLong(), sampled), given.span(), true);
  }

  /** The span of the request itself. */
  TraceContext context() {
    return context;
  }

  /** The span that the request is part of, 0 for none. */
  long parent() {
    return parent;
  }

  /** The request goes to the app: that is the span that the app's own are part of. */
  TraceContext goesToApp(RequestIds ids) {
    if (toApp == 0) { // a request that is asked again stays the same
      toApp = ids.nextLong();
    }
    return context.at(toApp);
  }

  /** The span of the request to the app, 0 when it never went there. */
  long toApp() {
    return toApp;
  }

  /** Whether somebody before us began it. */
  boolean continued() {
    return continued;
  }

  void waitsFor(WakeCall call) {
    waitsFor = call;
  }

  /** The span of the wake that was waited for, whoever asked for it. */
  @Nullable TraceContext waitedFor() {
    WakeCall call = waitsFor;
    return call == null ? null : TraceContext.parse(call.detail(Trail.TRACE));
  }
}
