// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.gateway.observe.AccessFormat;
import dev.paastis.gateway.observe.AccessLog;
import dev.paastis.gateway.observe.Observation;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The access log of real exchanges. */
final class AccessLineTest {
  @TempDir private Path folder;

  private final TestGateway gateway =
      new TestGateway(settings -> settings.withTrustedPeers(List.of("127.0.0.1")));
  private @Nullable AccessLog log;

  @BeforeEach
  void observe() throws IOException {
    AccessLog opened =
        AccessLog.open(new AccessLog.Target(file(), AccessFormat.JSON, false), Ticker.system());
    gateway.server().observe(Observation.NONE.withLog(opened));
    log = opened;
  }

  @AfterEach
  void close() {
    gateway.close();
    if (log != null) {
      log.close();
    }
  }

  private Path file() {
    return folder.resolve("access.log");
  }

  private List<String> lines(int count) {
    await().until(() -> Files.readAllLines(file()).size() >= count);
    try {
      assertThat(Files.readAllLines(file())).hasSize(count);
      return Files.readAllLines(file());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void forwarded_exchange_is_one_line() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      RawClient.Response answer =
          client
              .get(
                  HOST,
                  "/a?token=1",
                  "User-Agent: \"x\"",
                  "Cookie: secret",
                  "Referer: http://b/?q=1",
                  "X-Forwarded-For: 203.0.113.7")
              .read();

      assertThat(lines(1).getFirst())
          .contains("\"id\":\"" + answer.header("x-request-id") + "\"")
          .contains("\"client\":\"203.0.113.7\"", "\"host\":\"hello.localhost\"")
          .contains("\"app\":\"hello\"", "\"method\":\"GET\"", "\"path\":\"/a\"")
          .contains("\"protocol\":\"h1\"", "\"status\":200", "\"way\":\"forwarded\"")
          .contains("\"bytesIn\":0", "\"bytesOut\":2", "\"agent\":\"\\\"x\\\"\"")
          .contains("\"holdMillis\":0.000", "\"referrer\":\"http://b/\"")
          .doesNotContain("token", "secret", "q=1");
    }
  }

  @Test
  void held_streams_are_lines_with_their_hold() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawHttp2 client = RawHttp2.client(gateway.asleep().server().port())) {
      int held = client.request(RawHttp2.get(HOST, "/"), true);
      await().until(() -> gateway.waiting() == 1);
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));
      client.response(held);

      assertThat(lines(1).getFirst())
          .contains("\"protocol\":\"h2\"", "\"way\":\"held\"", "\"status\":200")
          .doesNotContain("\"holdMillis\":0.000");
    }
  }

  @Test
  void request_that_cannot_be_read_is_a_line_too() {
    try (RawClient client = gateway.client()) {
      client.send("nonsense\r\n\r\n").read();

      assertThat(lines(1).getFirst())
          .contains("\"method\":\"-\"", "\"path\":\"-\"", "\"way\":\"refused\"")
          .contains("\"client\":\"127.0.0.1\"");
    }
  }

  @Test
  void client_that_leaves_while_held_has_no_status() {
    try (RawClient first = gateway.asleep().client();
        RawClient second = gateway.client()) {
      first.get(HOST, "/");
      await().until(() -> gateway.waiting() == 1);
      second.get(HOST, "/"); // nobody has asked for its address before it leaves
      await().until(() -> gateway.waiting() == 2);
      second.leave();

      assertThat(lines(1).getFirst()).contains("\"status\":0", "\"way\":\"held\"");
    }
  }

  @Test
  void websocket_is_a_line_when_it_ends() {
    RawUpstream.Script once =
        connection -> {
          connection.head();
          connection.send("HTTP/1.1 101 Go\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n");
          connection.send(connection.in().readNBytes(3));
        };
    try (RawUpstream app = new RawUpstream(once);
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/", "Connection: Upgrade", "Upgrade: websocket").readHead();
      client.send("abc").bytes(3);
    }

    assertThat(lines(1).getFirst())
        .contains("\"protocol\":\"websocket\"", "\"status\":101")
        .contains("\"bytesIn\":3", "\"bytesOut\":3");
  }
}
