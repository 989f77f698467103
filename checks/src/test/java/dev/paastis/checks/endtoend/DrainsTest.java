// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.Launcher;
import dev.paastis.checks.installation.Web;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Apps whose visitors the gateway does not see, as log drains tell of them. */
@EndToEnd
class DrainsTest {
  private static final String STARTED =
      "<45>1 2026-11-20T12:00:00.000000+00:00 host heroku web.1 - State changed from starting to up";
  private static final String VISIT =
      "<158>1 2026-11-20T12:00:01.000000+00:00 host heroku router - at=info method=GET"
          + " path=\"/cart\" host=elsewhere.example fwd=\"203.0.113.9\" dyno=web.1 status=200";

  private static final Pattern SYSLOG = Pattern.compile("by syslog are taken on port (\\d+)");

  private Installation server;

  @BeforeEach
  void serve() throws IOException {
    server =
        Installation.serve(
            AppFile.create()
                .idle("3s")
                .app("shop", Map.of())
                .sections("console: {syslog-port: 0}\n"));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void silentDrainKeepsAwake_linesAreActivity_andIdleAppsSleep() throws Exception {
    server.api().settleAsleep("shop");
    URI address = addDrain();
    server.api().ask("shop", "wake");
    server.api().awaitState("shop", "awake");

    await("stays awake for more than twice its idle time")
        .during(Duration.ofSeconds(8))
        .atMost(Duration.ofSeconds(30))
        .until(() -> server.api().app("shop").state().equals("awake"));
    assertThat(server.cli("drains").out()).contains("app shop", "never", "shop");
    assertThat(server.cli("doctor").out()).contains("no log drain brought a line", "shop");

    Instant before = server.api().app("shop").lastActivity();
    assertThat(post(address, framed(STARTED) + framed(VISIT))).isEqualTo(204);
    assertThat(server.api().app("shop").lastActivity()).isNotNull().isNotEqualTo(before);
    assertThat(server.cli("drains", "--output", "json").out()).doesNotContain("drain_");

    HttpResponse<String> tooLarge = answer(address, " ".repeat((4 << 20) + 1));
    assertThat(tooLarge.statusCode()).isEqualTo(413);
    assertThat(tooLarge.body()).contains("\"code\":\"body-too-large\"", "4194304");

    server.api().awaitState("shop", "asleep");
    assertThat(server.cli("drains", "remove", "logs").exitCode()).isZero();
    assertThat(post(address, framed(VISIT))).isEqualTo(404);
  }

  @Test
  void linesBySyslog_areActivityToo() throws Exception {
    server.api().settleAsleep("shop");
    URI drain = addDrain();
    server.api().ask("shop", "wake");
    server.api().awaitState("shop", "awake");
    Instant before = server.api().app("shop").lastActivity();

    syslog(drain, VISIT);

    await("a line by syslog counts")
        .atMost(Duration.ofSeconds(30))
        .until(() -> !Objects.equals(server.api().app("shop").lastActivity(), before));
    server.api().awaitState("shop", "asleep");
  }

  private URI addDrain() {
    Launcher.Outcome added = server.cli("drains", "add", "logs", "--app", "shop");
    assertThat(added.exitCode()).as(added.err()).isZero();
    return URI.create(added.out().lines().skip(1).findFirst().orElseThrow().strip());
  }

  private static String framed(String line) {
    return line.length() + " " + line;
  }

  /** As rsyslog sends: framed by octets, the drain named by its token. */
  private void syslog(URI drain, String line) throws IOException {
    Matcher port = SYSLOG.matcher(server.output());
    assertThat(port.find()).as("a port for syslog in:%n%s", server.output()).isTrue();
    String token = drain.getPath().substring(drain.getPath().lastIndexOf('/') + 1);
    String marked =
        line.replace(" router - ", " router - [paastis@32473 token=\"" + token + "\"] ");
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)))) {
      socket.getOutputStream().write(framed(marked).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static int post(URI address, String body) throws IOException {
    return answer(address, body).statusCode();
  }

  private static HttpResponse<String> answer(URI address, String body) throws IOException {
    return Web.send(
        Web.to(address)
            .header("Content-Type", "application/logplex-1")
            .header("Logplex-Msg-Count", "2")
            .header("Logplex-Frame-Id", "09C557EAFCFB6CF2740EE62F62971098")
            .header("Logplex-Drain-Token", "d.fc6b856b-3332-4546-93de-7d0ee272c3bd")
            .POST(BodyPublishers.ofString(body))
            .build());
  }
}
