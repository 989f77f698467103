// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.Launcher.Outcome;
import dev.paastis.checks.installation.Web;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Routes of a running server, read again under load. */
@EndToEnd
class RoutesTest {
  private static final String ROUTES =
      """
      routes:
        - app: app
          hosts: [%s]
          paths: [{match: [/private], deny: ["127.0.0.1", "::1"]}]
      """;

  @Test
  void reload_underLoad_failsNoRequest_andMistakesChangeNothing() throws Exception {
    AppFile file = AppFile.create().app("app", Map.of()).sections(ROUTES.formatted("one.example"));
    try (Installation server = Installation.serve(file)) {
      assertThat(Web.get(server.at("app.localhost", "/")).statusCode()).isEqualTo(200);
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger answered = new AtomicInteger();
      List<String> failed = new CopyOnWriteArrayList<>();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        clients.add(Thread.ofVirtual().start(() -> load(server, over, answered, failed)));
      }
      Path yaml = server.folder().resolve("paastis.yml");
      for (int i = 0; i < 10; i++) {
        Files.writeString(
            yaml, file.sections(ROUTES.formatted("bound.example.test, n" + i + ".example")).text());
        assertThat(server.cli("routes", "reload").exitCode()).isZero();
      }
      assertThat(Web.get(server.at("bound.example.test", "/")).statusCode()).isEqualTo(200);

      Files.writeString(yaml, file.sections("routes: [{app: app, hosts: [two.exa").text());
      Outcome refused = server.cli("routes", "reload");
      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err()).contains("paastis.yml:", "nothing has changed");
      assertThat(Web.get(server.at("bound.example.test", "/")).statusCode()).isEqualTo(200);
      assertThat(server.cli("routes").out()).contains("not in force", "n9.example");
      awaitEvent(server, "routes-refused");

      Files.writeString(yaml, file.sections(ROUTES.formatted("seen.example.test")).text());
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() ->
              assertThat(Web.get(server.at("seen.example.test", "/")).statusCode()).isEqualTo(200));
      assertThat(Web.get(server.at("seen.example.test", "/private")).statusCode()).isEqualTo(403);
      awaitEvent(server, "routes-accepted");
      Outcome tried =
          server.cli("routes", "test", "http://seen.example.test/private", "--from", "127.0.0.1");
      assertThat(tried.out()).contains("app    app", "route-1", "/private", "403");
      over.set(true);
      for (Thread client : clients) {
        client.join();
      }
      assertThat(failed).isEmpty();
      assertThat(answered.get()).isPositive();
    }
  }

  private static void awaitEvent(Installation server, String type) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(server.cli("events").out()).contains(type, "file paastis.yml"));
  }

  private static void load(
      Installation server, AtomicBoolean over, AtomicInteger answered, List<String> failed) {
    while (!over.get()) {
      try {
        int status = Web.get(server.at("app.localhost", "/")).statusCode();
        if (status != 200) {
          failed.add("" + status);
        }
        answered.incrementAndGet();
      } catch (Exception e) {
        failed.add(e.toString());
      }
    }
  }
}
