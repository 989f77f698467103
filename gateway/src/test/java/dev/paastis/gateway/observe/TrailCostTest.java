// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.paastis.schedule.Ticker;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What observing costs a request to an app that is awake, with neither log nor traces. */
final class TrailCostTest {
  /** 336 as measured: a trail of 104, an id of 80, the rest for its place in two heads. */
  private static final long BUDGET_BYTES = 352;

  private static final int TIMES = 200_000;

  private final Observatory observatory =
      new Observatory(Observation.NONE, Ticker.system(), InstantSource.system());
  private final LoopObserver observer = observatory.newLoop();
  private final HttpRequest request =
      new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
  private final HttpResponse response =
      new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);

  /** A request of a stranger's. */
  private final class Plain implements Observed {
    @Override
    public HttpRequest request() {
      return request;
    }

    @Override
    public boolean fromTrustedPeer() {
      return false;
    }

    @Override
    public String address() {
      return "203.0.113.7";
    }

    @Override
    public @Nullable String appName() {
      return "hello";
    }

    @Override
    public Protocol protocol() {
      return Protocol.HTTP_1;
    }
  }

  private void exchange(Observed about) {
    Trail trail = observer.begin(about, 0);
    trail.host("hello.localhost");
    trail.forwarded(1);
    trail.mark(request.headers());
    trail.answers(response, 2);
    trail.out(200);
    trail.ended();
  }

  @Test
  void request_allocates_within_its_budget() {
    Observed about = new Plain();
    for (int i = 0; i < TIMES; i++) {
      exchange(about);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < TIMES; i++) {
      exchange(about);
    }
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / TIMES;

    assertThat(each).isLessThanOrEqualTo(BUDGET_BYTES);
    assertThat(observatory.figures(0).totals().bytesOut()).isEqualTo(2L * TIMES * 200);
  }
}
