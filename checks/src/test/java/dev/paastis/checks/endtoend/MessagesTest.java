// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.paastis.checks.installation.Api;
import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.Web;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A chat that gets messages, a hook that is asked, and the links that people press. */
@EndToEnd
class MessagesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern WAKE_LINK =
      Pattern.compile("<(http://[^|>]+/link/[^|>]+)\\|Wake it>");

  private final List<String> chat = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer outside;
  private Installation paastis;
  private volatile int hookAnswer = 200;

  @BeforeEach
  void start() throws IOException {
    outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    outside.createContext("/chat", exchange -> take(exchange, chat, 200, "ok"));
    outside.createContext(
        "/hook", exchange -> take(exchange, asked, hookAnswer, "{\"veto\": \"an import runs\"}"));
    outside.start();
    String address = "http://localhost:" + outside.getAddress().getPort();
    paastis =
        Installation.serve(
            AppFile.create()
                .app("hello", Map.of())
                .sections(
                    """
                    notifications:
                      - {name: ops, kind: slack, url: "${CHAT_URL}"}
                    hooks:
                      - {name: jobs, on: [before-sleep], apps: hello, url: "%s/hook", secret: "${SIGNING}"}
                    """
                        .formatted(address)),
            Map.of(
                "CHAT_URL",
                address + "/chat",
                "SIGNING",
                "whsec_MfKQ9r8GKYqTwUPD8ILPZIo2LaLwKDkX"));
  }

  @AfterEach
  void stop() throws IOException {
    paastis.close();
    outside.stop(0);
  }

  private static void take(HttpExchange exchange, List<String> into, int status, String answer)
      throws IOException {
    try (exchange) {
      into.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      byte[] body = (status == 409 ? answer : "").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Test
  void link_inAMessage_wakesTheAppOnce_andAHookMayPreventItsSleep() throws Exception {
    Api api = paastis.api();
    assertThat(Web.get(paastis.at("hello.localhost", "/")).statusCode()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> chat.stream().anyMatch(it -> it.contains("woke up")));

    hookAnswer = 409;
    HttpResponse<String> vetoed = api.post("/apps/hello/sleep?wait=20s", "{}");
    assertThat(vetoed.statusCode()).isEqualTo(409);
    assertThat(vetoed.body()).contains("the hook 'jobs' is against it: an import runs");
    assertThat(asked.getFirst()).contains("before-sleep", "hello");
    await().atMost(PATIENCE).until(() -> chat.stream().anyMatch(it -> it.contains("by a hook")));

    hookAnswer = 204;
    assertThat(api.post("/apps/hello/sleep?wait=20s", "{}").statusCode()).isEqualTo(200);
    URI link = await().atMost(PATIENCE).until(this::wakeLink, Optional::isPresent).orElseThrow();

    assertThat(Web.get(link).body()).contains("Wake hello?"); // a chat program looks at it
    api.awaitState("hello", "asleep");
    assertThat(press(link).body()).contains("hello is being woken");
    api.awaitState("hello", "awake");
    HttpResponse<String> again = press(link);
    assertThat(again.statusCode()).isEqualTo(410);
    assertThat(again.body()).contains("It was used already at");
    assertThat(Web.get(link).statusCode()).isEqualTo(410);
    assertThat(Web.get(URI.create(link + "x")).statusCode()).isEqualTo(404);

    assertThat(paastis.cli("notifications", "test", "ops").out()).contains("ops took the message");
    assertThat(paastis.cli("hooks").out()).contains("jobs", "before-sleep", "localhost");
    assertThat(paastis.cli("deliveries", "--state", "delivered").out())
        .contains("hello fell-asleep");
    assertThat(api.post("/deliveries/nobody/replay", "").statusCode()).isEqualTo(404);
  }

  private Optional<URI> wakeLink() {
    return chat.stream()
        .filter(message -> message.contains("fell asleep"))
        .map(WAKE_LINK::matcher)
        .filter(Matcher::find)
        .map(found -> URI.create(found.group(1)))
        .findFirst();
  }

  private static HttpResponse<String> press(URI link) throws IOException {
    return Web.send(Web.to(link).POST(BodyPublishers.noBody()).build());
  }
}
