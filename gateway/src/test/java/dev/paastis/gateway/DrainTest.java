// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of long streams when the gateway stops. */
final class DrainTest {
  private static final byte[] WORD = {(byte) 0x81, 2, 'h', 'i'};
  private static final byte[] HALF_A_WORD = {(byte) 0x81, 9, 'h', 'i'};
  private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

  private static final String SWITCH =
      RawUpstream.http(
          "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade", "", "");

  private final TestGateway gateway =
      new TestGateway(
          settings -> settings.withTimeouts(Timeouts.DEFAULT.withDrain(Duration.ofSeconds(1))));

  private static RawUpstream saying(byte[] word, CountDownLatch left) {
    return new RawUpstream(connection -> {
      connection.head();
      connection.send(SWITCH);
      connection.send(word);
      connection.in().readAllBytes();
      left.countDown();
    });
  }

  private static RawClient upgraded(TestGateway gateway) {
    RawClient client = gateway.client();
    client.get(HOST, "/", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: x");
    assertThat(client.readHead().status()).isEqualTo(101);
    return client;
  }

  @Test
  void websocket_is_told_that_the_gateway_goes_away() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    try (RawUpstream app = saying(WORD, left);
        RawClient client = upgraded(gateway.awake(app))) {
      assertThat(client.bytes(4)).isEqualTo(WORD);
      Thread closing = Thread.ofVirtual().start(gateway::close);

      assertThat(client.toEnd()).isEqualTo(GOING_AWAY);
      client.leave();
      assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
      closing.join();
    }
  }

  @Test
  void websocket_inside_a_frame_is_only_closed() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    try (RawUpstream app = saying(HALF_A_WORD, left);
        RawClient client = upgraded(gateway.awake(app))) {
      assertThat(client.bytes(4)).isEqualTo(HALF_A_WORD);
      Thread closing = Thread.ofVirtual().start(gateway::close);

      assertThat(client.toEnd()).isEmpty();
      closing.join();
      assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void stream_of_the_waiting_page_ends_with_a_whole_event() {
    try (RawClient client = gateway.asleep().client();
        RawClient held = gateway.client()) {
      held.get(HOST, "/");
      await().until(() -> gateway.waiting() == 1);
      client.get(HOST, "/.well-known/paastis/status", "Accept: text/event-stream").readEventHead();
      Thread.ofVirtual().start(gateway::close);

      assertThat(new String(client.toEnd(), StandardCharsets.UTF_8))
          .startsWith("data: {")
          .endsWith("}\n\n");
    }
  }
}
