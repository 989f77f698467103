// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.checks.installation.Api;
import dev.paastis.checks.installation.DemoApps;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.RunningDemo;
import dev.paastis.checks.installation.Web;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@EndToEnd
@ExtendWith(RunningDemo.class)
class StreamsTest {
  private final Installation demo;
  private final Api api;

  StreamsTest(Installation demo) throws IOException {
    this.demo = demo;
    api = demo.api();
  }

  @Test
  void webSocketThatTalks_keepsTheAppAwake_andSilenceLetsItSleep() throws Exception {
    api.settleAsleep("chat");
    long before = api.newestEvent();
    Talk talk = new Talk();
    WebSocket socket = open(talk);

    for (int i = 0; i < 3 * RunningDemo.IDLE.toSeconds(); i++) {
      String word = "word-" + i;
      socket.sendText(word, true).get(10, TimeUnit.SECONDS);
      await(word + " comes back")
          .atMost(Duration.ofSeconds(10))
          .until(() -> talk.heard().stream().anyMatch(text -> text.contains(word)));
      await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    }
    assertThat(api.events("chat", "sleep-started", before)).isEmpty();
    assertThat(api.app("chat").state()).isEqualTo("awake");

    socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").get(10, TimeUnit.SECONDS);
    api.awaitState("chat", "asleep");
    assertThat(demo.processes().with(DemoApps.mainClass("chat"))).isEmpty();
  }

  @Test
  void serverSentEvents_arriveOneByOne() throws Exception {
    HttpResponse<InputStream> answer =
        Web.client()
            .send(
                Web.to(demo.at("chat.localhost", DemoApps.CHAT_STREAM))
                    .header("Accept", "text/event-stream")
                    .build(),
                BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");

    StringBuilder seen = new StringBuilder();
    try (InputStream body = answer.body()) {
      while (occurrences(seen, "data:") < 2) {
        int next = body.read();
        assertThat(next).as("the stream goes on after '%s'", seen).isNotNegative();
        seen.append((char) next);
      }
    }
  }

  private WebSocket open(Talk talk) throws Exception {
    URI address = URI.create("ws://chat.localhost:" + demo.port() + DemoApps.CHAT_SOCKET);
    return Web.client().newWebSocketBuilder().buildAsync(address, talk).get(60, TimeUnit.SECONDS);
  }

  private static int occurrences(CharSequence text, String word) {
    return text.toString().split(word, -1).length - 1;
  }

  /** Collects what comes. */
  private static final class Talk implements WebSocket.Listener {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    List<String> heard() {
      return heard;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      heard.add(data.toString());
      socket.request(1);
      return null;
    }
  }
}
