// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.App;
import dev.paastis.app.AppState;
import dev.paastis.app.Formation;
import dev.paastis.app.Upstream;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Start, falling asleep, and the end. */
final class LifecycleTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final int ROUNDS = 300;
  private static final int CLIENTS = 8;

  /**
   * The heart of falling asleep: once the gateway said that nothing is in flight, no request may
   * reach the app until it is published awake again.
   */
  @Test
  void no_request_reaches_an_app_that_was_reported_quiet() throws InterruptedException {
    AtomicBoolean quiet = new AtomicBoolean();
    AtomicInteger violations = new AtomicInteger();
    AtomicLong served = new AtomicLong();
    RawUpstream.Script watching =
        connection -> {
          while (connection.head() != null) {
            if (quiet.get()) {
              violations.incrementAndGet();
            }
            served.incrementAndGet();
            connection.send(OK);
          }
        };
    try (TestGateway gateway = new TestGateway();
        RawUpstream app = new RawUpstream(watching)) {
      gateway.awake(app);
      AtomicBoolean stop = new AtomicBoolean();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Thread.ofVirtual().start(() -> requestUntil(stop, gateway)));
      }
      for (int round = 0; round < ROUNDS; round++) {
        while (gateway.holdNewRequests() > 0) {
          Thread.onSpinWait();
        }
        quiet.set(true);
        soon(() -> gateway.waiting() == CLIENTS); // time enough for one that slipped through
        quiet.set(false);
        long before = served.get();
        gateway.awake(app);
        soon(() -> served.get() > before);
      }
      stop.set(true);
      for (Thread client : clients) {
        client.join();
      }
      assertThat(violations).hasValue(0);
      assertThat(gateway.inFlight()).isZero();
    }
  }

  private static void soon(Callable<Boolean> condition) {
    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(condition);
  }

  private static void requestUntil(AtomicBoolean stop, TestGateway gateway) {
    try (RawClient client = gateway.client()) {
      while (!stop.get()) {
        assertThat(client.get(HOST, "/").read().body()).isEqualTo("ok");
      }
    }
  }

  @Test
  void request_under_way_is_seen_by_the_sleeper_and_later_ones_are_held() {
    CountDownLatch go = new CountDownLatch(1);
    RawUpstream.Script slow =
        connection -> {
          while (connection.head() != null) {
            awaitQuietly(go);
            connection.send(OK);
          }
        };
    try (TestGateway gateway = new TestGateway();
        RawUpstream app = new RawUpstream(slow);
        RawClient first = gateway.awake(app).client();
        RawClient second = gateway.client()) {
      first.get(HOST, "/");
      await().until(() -> app.heads().size() == 1);
      assertThat(gateway.holdNewRequests()).isEqualTo(1);
      second.get(HOST, "/");
      await().until(() -> gateway.waiting() == 1);
      go.countDown();

      assertThat(first.read().body()).isEqualTo("ok");
      await().until(() -> gateway.inFlight() == 0);
      assertThat(app.heads()).hasSize(1);
      gateway.awake(app);
      assertThat(second.read().body()).isEqualTo("ok");
    }
  }

  @Test
  void older_row_is_ignored() {
    try (TestGateway gateway = new TestGateway();
        RawUpstream app = RawUpstream.answering("new");
        RawClient client = gateway.awake(app).client()) {
      gateway.publishOlder(new AppState.Asleep(Instant.EPOCH, Formation.EMPTY));

      assertThat(client.get(HOST, "/").read().body()).isEqualTo("new");
    }
  }

  @Test
  void same_row_again_does_not_open_a_closed_route() {
    try (TestGateway gateway = new TestGateway();
        RawUpstream app = RawUpstream.answering("new");
        RawClient client = gateway.awake(app).client()) {
      gateway.holdNewRequests();
      gateway.publishAgain(app);
      client.get(HOST, "/");
      await().until(() -> gateway.waiting() == 1);

      gateway.awake(app);
      assertThat(client.read().body()).isEqualTo("new");
    }
  }

  @Test
  void app_that_moved_is_found_at_its_new_address() {
    try (TestGateway gateway = new TestGateway();
        RawUpstream one = RawUpstream.answering("1");
        RawUpstream two = RawUpstream.answering("2");
        RawClient client = gateway.awake(one).client()) {
      assertThat(client.get(HOST, "/").read().body()).isEqualTo("1");
      gateway.awake(two);
      assertThat(client.get(HOST, "/").read().body()).isEqualTo("2");
    }
  }

  @Test
  void host_of_a_removed_app_goes_to_the_other_that_claims_it() {
    App first = TestGateway.app("first", List.of("shared.example"));
    App second = TestGateway.app("second", List.of("shared.example"));
    try (TestGateway gateway = new TestGateway();
        RawUpstream one = RawUpstream.answering("1");
        RawUpstream two = RawUpstream.answering("2");
        RawClient client = gateway.client()) {
      GatewayServer server = gateway.server();
      server.publish(TestGateway.row(first, 1, TestGateway.awakeAt(one.address())), null);
      server.publish(TestGateway.row(second, 1, TestGateway.awakeAt(two.address())), null);
      assertThat(client.get("shared.example", "/").read().body()).isEqualTo("1");

      server.remove(first.id());
      assertThat(client.get("shared.example", "/").read().body()).isEqualTo("2");
      server.remove(second.id());
      assertThat(client.get("shared.example", "/").read().status()).isEqualTo(404);
    }
  }

  @Test
  void taken_port_is_named() {
    try (TestGateway gateway = new TestGateway()) {
      GatewaySettings same = GatewaySettings.defaults().withPort(gateway.server().port());

      assertThatThrownBy(() ->
              GatewayServer.start(
                  same,
                  (_, _) -> new WakeOutcome.NoSuchApp(),
                  Ticker.system(),
                  InstantSource.system()))
          .isInstanceOf(PortTakenException.class)
          .hasMessageContaining("port " + same.port());
    }
  }

  @Test
  void close_refuses_the_held_and_lets_those_under_way_end() {
    CountDownLatch go = new CountDownLatch(1);
    RawUpstream.Script slow =
        connection -> {
          connection.head();
          awaitQuietly(go);
          connection.send(OK);
        };
    TestGateway gateway = new TestGateway();
    try (RawUpstream app = new RawUpstream(slow);
        RawClient busy = gateway.awake(app).client();
        RawClient held = gateway.client();
        RawClient idle = gateway.client()) {
      busy.get(HOST, "/");
      await().until(() -> app.heads().size() == 1);
      gateway.holdNewRequests();
      held.get(HOST, "/");
      await().until(() -> gateway.waiting() == 1);
      Thread closing = Thread.ofVirtual().start(gateway.server()::close);

      RawClient.Response refused = held.read();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("retry-after")).isNotEmpty();
      assertThat(idle.atEnd()).isTrue();
      go.countDown();
      assertThat(busy.read().body()).isEqualTo("ok");
      assertThat(busy.atEnd()).isTrue();
      await().until(() -> !closing.isAlive());
      gateway.close();
    }
  }

  @Test
  void ten_thousand_routes_are_found_like_ten() {
    try (TestGateway gateway = new TestGateway();
        RawUpstream app = RawUpstream.answering("hi")) {
      Upstream upstream = app.address();
      for (int i = 0; i < 10_000; i++) {
        gateway
            .server()
            .publish(
                TestGateway.row(
                    TestGateway.app("app-" + i, List.of()), 1, TestGateway.awakeAt(upstream)),
                null);
      }
      try (RawClient client = gateway.client()) {
        assertThat(client.get("app-0.localhost", "/").read().body()).isEqualTo("hi");
        assertThat(client.get("app-9999.localhost", "/").read().body()).isEqualTo("hi");
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
