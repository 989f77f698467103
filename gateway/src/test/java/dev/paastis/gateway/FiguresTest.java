// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.gateway.observe.Figures;
import dev.paastis.gateway.observe.Observation;
import dev.paastis.gateway.observe.Outcome;
import dev.paastis.gateway.observe.Protocol;
import dev.paastis.gateway.observe.Way;
import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.wake.WakeOutcome;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the gateway counts. */
final class FiguresTest {
  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  private Figures figures() {
    return gateway.server().figures();
  }

  private long count(Way way, Protocol protocol, Outcome outcome) {
    return figures().requests().stream()
        .filter(one -> one.way() == way && one.protocol() == protocol && one.outcome() == outcome)
        .mapToLong(one -> one.durations().total())
        .sum();
  }

  @Test
  void forwarded_request_is_counted_with_its_bytes_and_first_byte() {
    RawUpstream.Script script =
        connection -> {
          connection.head();
          connection.in().skipNBytes(5);
          connection.send("HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nhi");
          connection.head();
        };
    try (RawUpstream app = new RawUpstream(script);
        RawClient client = gateway.awake(app).client()) {
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 5\r\n\r\nhello").read();

      await().until(() -> count(Way.FORWARDED, Protocol.HTTP_1, Outcome.CLIENT_ERROR) == 1);
      Figures figures = figures();
      assertThat(figures.requests()).hasSize(1);
      assertThat(figures.totals().bytesIn()).isEqualTo(5);
      assertThat(figures.totals().bytesOut()).isEqualTo(2);
      assertThat(Objects.requireNonNull(figures.firstBytes().get(Protocol.HTTP_1)).total()).isOne();
      assertThat(figures.holds()).isEmpty();
      assertThat(figures.apps()).isEmpty();
      await().until(() -> figures().totals().connections() == 1);
      await().until(() -> figures().totals().upstreamConnections() == 1);
      client.leave();
      await().until(() -> figures().totals().connections() == 0);
    }
    await().until(() -> figures().totals().upstreamConnections() == 0);
  }

  @Test
  void held_requests_are_counted_by_protocol_and_the_wake_once() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.asleep().client();
        RawHttp2 other = RawHttp2.client(gateway.server().port())) {
      client.get(HOST, "/");
      int stream = other.request(RawHttp2.get(HOST, "/"), true);
      await().until(() -> figures().totals().held() == 2);
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));
      client.read();
      other.response(stream);

      await().until(() -> count(Way.HELD, Protocol.HTTP_1, Outcome.SUCCESS) == 1);
      await().until(() -> count(Way.HELD, Protocol.HTTP_2, Outcome.SUCCESS) == 1);
      assertThat(figures().holds()).containsOnlyKeys(Protocol.HTTP_1, Protocol.HTTP_2);
      assertThat(figures().totals().held()).isZero();
      await().until(() -> figures().wakes().equals(Map.of("ready", 1L)));
    }
  }

  @Test
  void client_that_leaves_while_held_is_gone() {
    gateway.asleep();
    try (RawClient client = gateway.client();
        RawClient second = gateway.client()) {
      client.get(HOST, "/");
      second.get(HOST, "/");
      await().until(() -> gateway.waiting() == 2);
      client.leave();
      second.leave();

      await().until(() -> count(Way.HELD, Protocol.HTTP_1, Outcome.GONE) == 2);
    }
  }

  @Test
  void page_and_refusals_are_ways_of_their_own() {
    try (RawClient client = gateway.asleep().client()) {
      client.get(HOST, "/", "Accept: text/html").read();
      client.get("nobody.localhost", "/").read();
      client.get(HOST, "/favicon.ico").read();

      await().until(() -> count(Way.PAGE, Protocol.HTTP_1, Outcome.SUCCESS) == 1);
      await().until(() -> count(Way.REFUSED, Protocol.HTTP_1, Outcome.CLIENT_ERROR) == 1);
      assertThat(figures().refused()).containsEntry(ProblemCode.UNKNOWN_HOST, 1L);
      assertThat(figures().requests()).anyMatch(one -> one.way() == Way.IGNORED);
    }
  }

  @Test
  void websocket_is_counted_with_its_bytes_when_it_ends() {
    RawUpstream.Script echo =
        connection -> {
          connection.head();
          connection.send("HTTP/1.1 101 Go\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n");
          byte[] said = connection.in().readNBytes(3);
          connection.send(said);
          connection.send(said);
        };
    try (RawUpstream app = new RawUpstream(echo);
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/", "Connection: Upgrade", "Upgrade: websocket").readHead();
      client.send("abc").bytes(6);
    }

    await().until(() -> count(Way.FORWARDED, Protocol.WEBSOCKET, Outcome.SUCCESS) == 1);
    assertThat(figures().totals().bytesIn()).isEqualTo(3);
    assertThat(figures().totals().bytesOut()).isEqualTo(6);
  }

  @Test
  void apps_have_figures_of_their_own_when_asked_for() {
    gateway.server().observe(Observation.NONE.withApps(1));
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/").read();

      await().until(() -> figures().apps().size() == 1);
      Figures.AppRequests hello = figures().apps().getFirst();
      assertThat(hello.app()).isEqualTo("hello");
      assertThat(hello.durations().total()).isOne();
      assertThat(hello.outcomes()).containsEntry(Outcome.SUCCESS, 1L);

      gateway.server().remove(gateway.id());
      assertThat(figures().apps()).isEmpty();
    }
  }
}
