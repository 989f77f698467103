// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What one app, or one client, may take of the gateway. */
final class BoundsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void silent_app_is_not_given_ever_more_connections_and_answers_all_in_the_end() {
    int clients = 700; // on one loop, which opens at most 512 that have not answered
    CountDownLatch go = new CountDownLatch(1);
    RawUpstream.Script slow =
        connection -> {
          while (connection.head() != null) {
            awaitQuietly(go);
            connection.send(OK);
          }
        };
    try (TestGateway gateway = new TestGateway(settings -> settings.withEventLoops(1));
        RawUpstream app = new RawUpstream(slow)) {
      gateway.awake(app);
      List<RawClient> asking = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        asking.add(gateway.client().get(HOST, "/"));
      }
      await().until(() -> app.heads().size() == 512);
      await().until(() -> gateway.inFlight() == clients);
      asking.removeLast().close(); // one who waits for a connection may leave
      await().until(() -> gateway.inFlight() == clients - 1);
      assertThat(app.heads()).hasSize(512);
      go.countDown();

      for (RawClient client : asking) {
        assertThat(client.read().body()).isEqualTo("ok");
        client.close();
      }
      assertThat(app.heads()).hasSize(clients - 1);
    }
  }

  @Test
  void client_that_leaves_during_a_held_upload_is_noticed() {
    try (TestGateway gateway = new TestGateway();
        RawClient client = gateway.asleep().client()) {
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 1000000\r\n\r\n");
      client.send(new byte[500_000]);
      await().until(() -> gateway.waiting() == 1);
      client.leave();

      await().until(() -> gateway.waiting() == 0);
    }
  }

  @Test
  void many_held_uploads_are_not_all_read_ahead() {
    ReadAhead readAhead = new ReadAhead();
    int kept = 0;
    int requests = 0;
    while (readAhead.hasRoom(20_000)) {
      readAhead.take(100_000);
      kept += 100_000;
      requests++;
    }
    assertThat(kept).isLessThan(9 << 20);
    assertThat(requests).isPositive();
    assertThat(readAhead.hasRoom(10_000)).isTrue();
    readAhead.giveBack(kept);
    assertThat(readAhead.hasRoom(20_000)).isTrue();
    assertThat(readAhead.hasRoom(2 << 20)).isFalse();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
