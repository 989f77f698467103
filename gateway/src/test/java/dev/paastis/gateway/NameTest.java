// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.App;
import dev.paastis.app.Upstream;
import dev.paastis.gateway.forward.Egress;
import dev.paastis.gateway.forward.UpstreamTls;
import dev.paastis.gateway.resolve.NameService;
import dev.paastis.gateway.resolve.Names;
import dev.paastis.schedule.Ticker;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Apps at names, and name services that do not do what they should. */
final class NameTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  /** An address of this machine at which nobody listens. */
  private static final InetAddress NOBODY = InetAddress.ofLiteral("127.0.0.9");

  private static TestGateway gateway(NameService service, Duration connect) {
    Egress egress = new Egress(new Names(service, Ticker.system()), UpstreamTls.system());
    Timeouts timeouts = Timeouts.DEFAULT.withConnect(connect);
    return new TestGateway(settings -> settings.withTimeouts(timeouts).withEventLoops(1), egress);
  }

  private static TestGateway gateway(NameService service) {
    return gateway(service, Timeouts.DEFAULT.connect());
  }

  private static RawClient client(TestGateway gateway, RawUpstream app, String host) {
    Upstream named = new Upstream("http", host, app.address().port());
    return gateway.publish(TestGateway.awakeAt(named)).client();
  }

  @Test
  void app_at_a_name_answers() {
    try (TestGateway gateway = gateway(_ -> List.of(HERE));
        RawUpstream app = RawUpstream.answering("ok");
        RawClient client = client(gateway, app, "app.test")) {
      assertThat(client.get(HOST, "/").read().body()).isEqualTo("ok");
    }
  }

  @Test
  void localhost_and_what_is_below_is_this_machine() {
    NameService none =
        host -> {
          throw new UnknownHostException(host);
        };
    for (String host : List.of("localhost", "some.app.LocalHost", "127.0.0.1")) {
      try (TestGateway gateway = gateway(none);
          RawUpstream app = RawUpstream.answering("ok");
          RawClient client = client(gateway, app, host)) {
        assertThat(client.get(HOST, "/").read().body()).isEqualTo("ok");
      }
    }
  }

  @Test
  void calls_of_both_versions_that_wait_for_a_name_each_get_their_connection() {
    CountDownLatch known = new CountDownLatch(1);
    NameService slow =
        _ -> {
          await().until(() -> known.getCount() == 0);
          return List.of(HERE);
        };
    try (TestGateway gateway = gateway(slow);
        RawUpstream app = new RawUpstream(NameTest::speakBoth);
        RawHttp2 client = RawHttp2.client(gateway.server().port())) {
      Upstream named = new Upstream("http", "app.test", app.address().port());
      gateway.publish(TestGateway.awakeAt(named));
      int first = client.request(grpc(), true);
      int plain = client.request(RawHttp2.get(HOST, "/"), true);
      int second = client.request(grpc(), true);
      await().until(() -> gateway.inFlight() == 3);

      known.countDown();

      assertThat(client.response(first).trailers().get("grpc-status")).hasToString("0");
      assertThat(client.response(plain).body()).isEqualTo("one");
      assertThat(client.response(second).trailers().get("grpc-status")).hasToString("0");
      assertThat(app.connections()).isEqualTo(2);
    }
  }

  private static Http2Headers grpc() {
    return RawHttp2.post(HOST, "/shop.Cart/Add").add("content-type", "application/grpc");
  }

  private static void speakBoth(RawUpstream.Connection connection) throws IOException {
    if (!connection.startsHttp2()) {
      connection.head();
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none");
      return;
    }
    RawHttp2 app = connection.http2();
    for (RawHttp2.Frame frame = app.next(); frame != null; frame = app.next()) {
      if (frame.type() == RawHttp2.HEADERS) {
        Http2Headers outcome = new DefaultHttp2Headers(false).status("200").add("grpc-status", "0");
        app.headers(frame.stream(), outcome, true);
      }
    }
  }

  @Test
  void name_without_address_is_502() {
    NameService none =
        host -> {
          throw new UnknownHostException(host);
        };
    try (TestGateway gateway = gateway(none);
        RawUpstream app = RawUpstream.answering("never");
        RawClient client = client(gateway, app, "app.test")) {
      RawClient.Response response = client.get(HOST, "/").read();

      assertThat(response.status()).isEqualTo(502);
      assertThat(response.body()).contains("app-unreachable", "has no address");
    }
  }

  @Test
  void addresses_are_tried_in_turn() {
    try (TestGateway gateway = gateway(_ -> List.of(NOBODY, HERE));
        RawUpstream app = RawUpstream.answering("ok");
        RawClient client = client(gateway, app, "app.test")) {
      assertThat(client.get(HOST, "/").read().body()).isEqualTo("ok");
    }
  }

  @Test
  void no_address_that_accepts_is_502() {
    try (TestGateway gateway = gateway(_ -> List.of(NOBODY, InetAddress.ofLiteral("127.0.0.8")));
        RawUpstream app = RawUpstream.answering("never");
        RawClient client = client(gateway, app, "app.test")) {
      assertThat(client.get(HOST, "/").read().body())
          .contains("app-unreachable", "refused the connection");
    }
  }

  @Test
  void hanging_name_service_holds_up_nobody_else() {
    CountDownLatch end = new CountDownLatch(1);
    NameService hanging =
        host -> {
          awaitQuietly(end, host);
          return List.of(HERE);
        };
    try (TestGateway gateway = gateway(hanging, Duration.ofSeconds(2));
        RawUpstream app = RawUpstream.answering("ok");
        RawClient stuck = client(gateway, app, "app.test");
        RawClient other = gateway.client()) {
      App free = TestGateway.app("other", List.of());
      gateway.server().publish(TestGateway.row(free, 1, TestGateway.awakeAt(app.address())), null);
      stuck.get(HOST, "/");
      for (int i = 0; i < 100; i++) {
        assertThat(other.get("other.localhost", "/").read().body()).isEqualTo("ok");
      }

      RawClient.Response late = stuck.read();
      assertThat(late.status()).isEqualTo(502);
      assertThat(late.body()).contains("app-unreachable", "looked up in time");
      assertThat(gateway.inFlight()).isZero();
    } finally {
      end.countDown();
    }
  }

  @Test
  void client_that_leaves_during_the_lookup_is_forgotten() {
    CountDownLatch go = new CountDownLatch(1);
    NameService slow =
        host -> {
          awaitQuietly(go, host);
          return List.of(HERE);
        };
    try (TestGateway gateway = gateway(slow);
        RawUpstream app = RawUpstream.answering("ok")) {
      try (RawClient leaving = client(gateway, app, "app.test")) {
        leaving.get(HOST, "/");
      }
      go.countDown();
      try (RawClient staying = gateway.client()) {
        assertThat(staying.get(HOST, "/").read().body()).isEqualTo("ok");
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch, String host) throws UnknownHostException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnknownHostException(host);
    }
  }
}
