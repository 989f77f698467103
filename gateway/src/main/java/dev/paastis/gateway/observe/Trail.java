// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import dev.paastis.app.Cause;
import dev.paastis.gateway.hold.WakeCall;
import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.gateway.page.Reply;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.AsciiString;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one exchange leaves behind: when what happened to it, and the id by which it is found again.
 * Fields only, until its end or until somebody asks. Belongs to its exchange's event loop; times
 * are of the gateway's ticker.
 */
public final class Trail {
  /** The detail of a wake's cause that names the request. */
  public static final String REQUEST = "request";

  /** The detail of a wake's cause that names the wake's place in a trace. */
  public static final String TRACE = "traceparent";

  private static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");
  private static final AsciiString TRACE_PARENT = AsciiString.cached("traceparent");
  private static final AsciiString TRACE_STATE = AsciiString.cached("tracestate");
  private static final AsciiString COLD = AsciiString.cached("x-paastis-cold");
  private static final AsciiString YES = AsciiString.cached("1");
  private static final AsciiString SERVER_TIMING = AsciiString.cached("server-timing");

  private final LoopObserver observer;
  private final Observed about;
  private final long beganNanos;
  private Way way = Way.REFUSED;
  private boolean waits;
  private int status;
  private long heldSinceNanos;
  private long holdNanos;
  private long sentNanos;
  private long firstByteNanos = -1;
  private long bytesIn;
  private long bytesOut;
  private @Nullable String host;
  private @Nullable CharSequence id;
  private @Nullable RequestTrace trace;
  private @Nullable ProblemCode problem;

  Trail(LoopObserver observer, Observed about, long beganNanos) {
    this.observer = observer;
    this.about = about;
    this.beganNanos = beganNanos;
  }

  // ---- what the exchange tells

  /** The host that was asked for, before the request is made the app's. */
  public void host(@Nullable String asked) {
    host = asked;
  }

  /** It goes to the app now. */
  public void forwarded(long nowNanos) {
    sentNanos = nowNanos;
    if (way != Way.HELD) {
      way = Way.FORWARDED;
    }
  }

  /** It waits for a wake from now on. */
  public void held(WakeCall call, long nowNanos) {
    way = Way.HELD;
    waits = true;
    heldSinceNanos = nowNanos;
    if (observer.traces()) {
      trace().waitsFor(call);
    }
  }

  /** It waits no longer. */
  public void resumed() {
    if (waits) {
      waits = false;
      holdNanos += Math.max(0, observer.now() - heldSinceNanos);
    }
  }

  /** It gets the waiting page, or something that belongs to it. */
  public void page() {
    way = Way.PAGE;
  }

  /** An ignore rule answers. */
  public void ignored() {
    way = Way.IGNORED;
  }

  /** A problem is the answer. */
  public void problem(ProblemCode code) {
    problem = code;
    if (way == Way.PAGE) {
      way = Way.REFUSED;
    }
  }

  /** So many bytes of the client's came. */
  public void in(int bytes) {
    bytesIn += bytes;
  }

  /** So many bytes go to the client. */
  public void out(int bytes) {
    bytesOut += bytes;
  }

  /** The request is about to go to the app: gives it the id and the trace. */
  public void mark(HttpHeaders request) {
    request.set(REQUEST_ID, requestId());
    if (observer.traces()) {
      RequestTrace mine = trace();
      request.set(TRACE_PARENT, mine.goesToApp(observer.ids()).header());
      if (!mine.continued()) {
        request.remove(TRACE_STATE); // it belongs to a trace that is not gone on with
      }
    }
  }

  /** The app's answer begins: takes its figures, and gives the client the id. */
  public void answers(HttpResponse response, long nowNanos) {
    status = response.status().code();
    firstByteNanos = Math.max(0, nowNanos - sentNanos);
    stamp(response.headers());
  }

  /** An answer of the gateway's own. */
  public void replies(Reply reply) {
    status = reply.status();
    if (!about.request().method().equals(HttpMethod.HEAD)) {
      out(ByteBufUtil.utf8Bytes(reply.body()));
    }
  }

  /** A stream of the gateway's own. */
  public void streams(HttpResponse response) {
    status = response.status().code();
    stamp(response.headers());
  }

  /** It is over, to be told once. */
  public void ended() {
    resumed();
    observer.ended(this);
  }

  // ---- what goes into answers

  /** Puts into an answer's head what every answer has, and what only those have that waited. */
  public void stamp(HttpHeaders answer) {
    answer.set(REQUEST_ID, requestId());
    if (way == Way.HELD) {
      resumed();
      answer.set(COLD, YES);
      answer.add(SERVER_TIMING, "paastis-hold;dur=" + TimeUnit.NANOSECONDS.toMillis(holdNanos));
    }
  }

  /** The id by which the request is found again: a trusted peer's, or our own. */
  public CharSequence requestId() {
    CharSequence known = id;
    if (known == null) {
      known = newId();
      id = known;
    }
    return known;
  }

  private CharSequence newId() {
    String given = about.request().headers().get(REQUEST_ID);
    if (given != null && about.fromTrustedPeer() && RequestIds.isWellFormed(given)) {
      return given;
    }
    // One id for logs and traces, wherever nobody has made one before us.
    return observer.traces() ? trace().context().traceId() : observer.ids().next();
  }

  /** A cause of a wake that tells which request it was, and where in its trace the wake stands. */
  public Cause cause(Cause plain) {
    Map<String, String> details = new HashMap<>(plain.details());
    details.put(REQUEST, requestId().toString());
    if (observer.traces()) {
      details.put(TRACE, trace().context().ofWake().header());
    }
    return new Cause(plain.kind(), plain.summary(), details);
  }

  // ---- what the observer asks

  RequestTrace trace() {
    RequestTrace known = trace;
    if (known == null) {
      TraceContext given = TraceContext.parse(about.request().headers().get(TRACE_PARENT));
      known = RequestTrace.begin(given, about.fromTrustedPeer(), observer);
      trace = known;
    }
    return known;
  }

  Observed about() {
    return about;
  }

  long beganNanos() {
    return beganNanos;
  }

  Way way() {
    return way;
  }

  int status() {
    return status;
  }

  /** When it began to wait for the last time. */
  long heldSinceNanos() {
    return heldSinceNanos;
  }

  long holdNanos() {
    return holdNanos;
  }

  /** When it was sent to the app for the last time. */
  long sentNanos() {
    return sentNanos;
  }

  /** From sending it to the app to the app's answer, negative without an answer. */
  long firstByteNanos() {
    return firstByteNanos;
  }

  long bytesIn() {
    return bytesIn;
  }

  long bytesOut() {
    return bytesOut;
  }

  @Nullable String host() {
    return host;
  }

  @Nullable ProblemCode problem() {
    return problem;
  }
}
