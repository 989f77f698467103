// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.paastis.budget.GuardedBudget;
import dev.paastis.provider.AddressRule;
import dev.paastis.provider.AddressRule.Judgement;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Call;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers without an end, in time and in size. */
class RestClientTest {
  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;
  private RestClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    client =
        new RestClient(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Metering.none());
  }

  @AfterEach
  void stop() {
    over.countDown();
    client.close();
    server.stop(0);
    threads.close();
  }

  @Test
  void body_that_does_not_end_is_lost_at_the_deadline() {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('[');
          exchange.getResponseBody().flush();
          awaitTheEnd();
        });

    assertThat(send(Duration.ofMillis(500)))
        .isEqualTo(new RestReply.Lost("GET /apps was not answered in full in time"));
  }

  @Test
  void address_out_of_bounds_is_judged_at_each_request_and_nothing_is_sent() {
    AtomicInteger requests = new AtomicInteger();
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    AtomicBoolean near = new AtomicBoolean();
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    AddressRule rule = _ -> near.get() ? Judgement.REFUSED : Judgement.ALLOWED;
    ApiLimit limit = new ApiLimit("account", 10, Duration.ofMinutes(1), 10, "for this test");
    var budget = new GuardedBudget(ApiBudget.UNLIMITED, rule);
    try (RestClient guarded = new RestClient(base, Metering.of(budget, limit, null))) {
      assertThat(send(guarded, Duration.ofSeconds(30))).isInstanceOf(RestReply.Answered.class);
      near.set(true);
      assertThat(send(guarded, Duration.ofSeconds(30))).isEqualTo(new RestReply.OutOfBounds());
    }
    assertThat(requests).hasValue(1);
  }

  @Test
  void host_that_nobody_knows_is_no_refusal() {
    URI base = URI.create("http://no-such-host.invalid");
    var budget = new GuardedBudget(ApiBudget.UNLIMITED, _ -> Judgement.UNKNOWN);
    Metering metering = new Metering(budget, _ -> List.of(), _ -> ApiBudget.Reading.NOTHING);
    try (RestClient guarded = new RestClient(base, metering)) {
      assertThat(send(guarded, Duration.ofSeconds(30)))
          .isInstanceOfSatisfying(
              RestReply.Lost.class, lost -> assertThat(lost.cause()).contains("no-such-host"));
    }
  }

  @Test
  void body_beyond_the_bound_is_lost() {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] block = new byte[1 << 20];
          Arrays.fill(block, (byte) ' ');
          try (OutputStream body = exchange.getResponseBody()) {
            for (int sent = 0; sent <= RestClient.LARGEST_ANSWER_BYTES; sent += block.length) {
              body.write(block);
            }
          }
        });

    RestReply reply = send(Duration.ofSeconds(30));
    assertThat(reply)
        .isInstanceOfSatisfying(
            RestReply.Lost.class, lost -> assertThat(lost.cause()).contains("exceeds capacity"));
  }

  @Test
  void request_in_the_clear_asks_for_no_upgrade() {
    List<Headers> seen = new CopyOnWriteArrayList<>();
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestHeaders());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });

    assertThat(send(Duration.ofSeconds(30))).isInstanceOf(RestReply.Answered.class);
    assertThat(seen)
        .singleElement()
        .satisfies(headers -> assertThat(headers).doesNotContainKeys("Upgrade", "Connection"));
  }

  private RestReply send(Duration time) {
    return send(client, time);
  }

  private static RestReply send(RestClient asked, Duration time) {
    return asked.send(RestRequest.of("GET", "/apps"), Call.discovery(time, Ticker.system()));
  }

  private void awaitTheEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
