// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.wake.WakeOutcome;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Apps that speak HTTP/2: gRPC in clear text, and whatever TLS agrees on. */
class Http2UpstreamTest {
  private static final String HOST = TestGateway.HOST;

  private static Http2Headers call() {
    return RawHttp2.post(HOST, "/shop.Cart/Add")
        .add("content-type", "application/grpc")
        .add("te", "trailers");
  }

  private static Http2Headers ok() {
    return new DefaultHttp2Headers(false).status("200").add("content-type", "application/grpc");
  }

  private static Http2Headers outcome(String status) {
    return new DefaultHttp2Headers(false).add("grpc-status", status).add("grpc-message", "fine");
  }

  /** Sends back each piece as it comes, and an outcome at the end. */
  private static void echo(RawUpstream.Connection connection) throws IOException {
    RawHttp2 app = connection.http2();
    for (RawHttp2.Frame frame = app.next(); frame != null; frame = app.next()) {
      if (frame.type() == RawHttp2.HEADERS) {
        assertThat(frame.headers().get("te")).hasToString("trailers");
        app.headers(frame.stream(), ok(), false);
      } else if (frame.type() == RawHttp2.DATA && frame.payload().isReadable()) {
        app.data(frame.stream(), ByteBufUtil.getBytes(frame.payload()), false);
      }
      if (frame.ends()) {
        app.headers(frame.stream(), outcome("0"), true);
      }
    }
  }

  @Test
  void grpc_call_flows_both_ways_before_either_side_has_ended() {
    try (TestGateway gateway = new TestGateway();
        RawUpstream app = new RawUpstream(Http2UpstreamTest::echo);
        RawHttp2 client = RawHttp2.client(gateway.server().port())) {
      gateway.awake(app);
      int id = client.request(call(), false);
      client.data(id, "one", false);
      assertThat(Objects.requireNonNull(client.next()).headers().status()).hasToString("200");
      assertThat(ByteBufUtil.getBytes(Objects.requireNonNull(client.next()).payload()))
          .asString()
          .isEqualTo("one");
      client.data(id, "two", true);

      RawHttp2.Response rest = client.response(id);

      assertThat(rest.body()).isEqualTo("two");
      assertThat(rest.trailers().get("grpc-status")).hasToString("0");
    }
  }

  @Test
  void grpc_call_to_a_sleeping_app_is_held_and_answered() {
    try (TestGateway gateway = new TestGateway().asleep();
        RawUpstream app = new RawUpstream(Http2UpstreamTest::echo);
        RawHttp2 client = RawHttp2.client(gateway.server().port())) {
      int id = client.request(call(), false);
      client.data(id, "early", true);
      await().until(() -> gateway.waiting() == 1);

      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));

      RawHttp2.Response response = client.response(id);
      assertThat(response.body()).isEqualTo("early");
      assertThat(response.trailers().get("grpc-status")).hasToString("0");
    }
  }

  @Test
  void grpc_call_that_cannot_be_answered_fails_in_the_words_of_grpc() {
    try (TestGateway gateway = new TestGateway();
        RawUpstream app = RawUpstream.answering("no HTTP/2 here");
        RawHttp2 client = RawHttp2.client(gateway.server().port())) {
      gateway.awake(app);

      RawHttp2.Response old = client.exchange(call());
      RawHttp2.Response unknown = client.exchange(call().authority("nobody.localhost"));

      assertThat(old.status()).isEqualTo(200);
      assertThat(old.head().get("grpc-status")).hasToString("14");
      assertThat(old.head().get("grpc-message")).hasToString("Paastis: app-broke-off");
      assertThat(unknown.head().get("grpc-status")).hasToString("12");
    }
  }

  @Test
  void calls_of_one_app_share_a_connection() {
    try (TestGateway gateway = new TestGateway(settings -> settings.withEventLoops(1));
        RawUpstream app = new RawUpstream(Http2UpstreamTest::echo);
        RawHttp2 client = RawHttp2.client(gateway.server().port())) {
      gateway.awake(app);
      List<Integer> ids = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 50; i++) {
        ids.add(client.request(call(), true));
      }

      assertThat(ids)
          .allSatisfy(
              id -> assertThat(client.response(id).trailers().get("grpc-status")).hasToString("0"));
      assertThat(app.connections()).isEqualTo(1);
    }
  }

  @Test
  void app_that_ends_early_is_heard_and_the_upload_is_cut() {
    try (TestGateway gateway = new TestGateway();
        RawUpstream app =
            new RawUpstream(connection -> {
              RawHttp2 http2 = connection.http2();
              RawHttp2.Frame call = Objects.requireNonNull(http2.next());
              http2.headers(call.stream(), ok().add("grpc-status", "7"), true);
              http2.next();
            });
        RawHttp2 client = RawHttp2.client(gateway.server().port())) {
      gateway.awake(app);
      int id = client.request(call(), false);

      assertThat(client.response(id).head().get("grpc-status")).hasToString("7");
      RawHttp2.Frame cut = Objects.requireNonNull(client.next());
      assertThat(cut.type()).isEqualTo(RawHttp2.RST_STREAM);
      assertThat(cut.code()).isZero();
    }
  }

  @Test
  void app_that_goes_away_is_asked_again_over_a_new_connection() {
    AtomicInteger connections = new AtomicInteger();
    try (TestGateway gateway = new TestGateway(settings -> settings.withEventLoops(1));
        RawUpstream app =
            new RawUpstream(connection -> {
              if (connections.incrementAndGet() == 1) {
                RawHttp2 http2 = connection.http2();
                http2.next();
                http2.frame(RawHttp2.GOAWAY, 0, 0, new byte[8]);
                http2.next();
              } else {
                echo(connection);
              }
            });
        RawHttp2 client = RawHttp2.client(gateway.server().port())) {
      gateway.awake(app);
      Http2Headers get = call().method("GET");

      RawHttp2.Response response = client.exchange(get);

      assertThat(response.trailers().get("grpc-status")).hasToString("0");
      assertThat(connections).hasValue(2);
    }
  }

  @Test
  void app_behind_tls_that_offers_it_is_spoken_to_in_http2() {
    TlsFixture fixture = new TlsFixture();
    List<String> asked = new CopyOnWriteArrayList<>();
    try (TestGateway gateway = fixture.gateway();
        RawUpstream app =
            TlsFixture.http2App(connection -> {
              RawHttp2 http2 = connection.http2();
              for (RawHttp2.Frame f = http2.next(); f != null; f = http2.next()) {
                Http2Headers head = f.headers();
                asked.add(head.scheme() + "://" + head.authority() + head.path());
                http2.headers(f.stream(), new DefaultHttp2Headers().status("200"), false);
                http2.data(f.stream(), "two", true);
              }
            });
        RawClient client = TlsFixture.client(gateway, app)) {
      assertThat(client.get(HOST, "/a").read().body()).isEqualTo("two");
      assertThat(client.get(HOST, "/b").read().body()).isEqualTo("two");

      assertThat(asked)
          .satisfiesExactly(
              first -> assertThat(first).startsWith("https://app.test").endsWith("/a"),
              second -> assertThat(second).startsWith("https://app.test").endsWith("/b"));
      assertThat(app.connections()).isEqualTo(1);
    }
  }

  @Test
  void client_that_does_not_read_pauses_the_app() {
    AtomicInteger sent = new AtomicInteger();
    try (TestGateway gateway = new TestGateway();
        RawUpstream app = new RawUpstream(connection -> pour(connection, sent));
        RawHttp2 client = RawHttp2.client(gateway.server().port()).stopReading()) {
      gateway.awake(app);
      client.request(call(), true);
      await().until(() -> sent.get() > 200_000);

      // Another call, without a body, is still answered: the connection is not what is paused.
      assertThat(client.exchange(call().authority("nobody.localhost")).status()).isEqualTo(200);
      assertThat(sent).hasValueLessThan(1_000_000);
    }
  }

  /** Sends 64 MB, as fast as the gateway lets it. */
  private static void pour(RawUpstream.Connection connection, AtomicInteger sent)
      throws IOException {
    RawHttp2 app = connection.http2();
    int stream = Objects.requireNonNull(app.next()).stream();
    app.headers(stream, ok(), false);
    int window = 256 * 1024;
    while (sent.get() < 64_000_000) {
      while (window < 16_000) {
        RawHttp2.Frame frame = app.read();
        boolean wider = frame.type() == RawHttp2.WINDOW_UPDATE && frame.stream() == stream;
        window += wider ? frame.payload().getInt(0) : 0;
      }
      app.data(stream, new byte[16_000], false);
      window -= 16_000;
      sent.addAndGet(16_000);
    }
  }
}
