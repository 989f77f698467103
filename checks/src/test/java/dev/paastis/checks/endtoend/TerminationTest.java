// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.Web;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@EndToEnd
class TerminationTest {
  private static final int HELD = 20;

  @Test
  void termination_answersHeldRequestsCleanly_andEndsWithZero() throws Exception {
    AppFile file = AppFile.create().app("app", Map.of("START_MILLIS", "5000"));
    try (Installation server = Installation.serve(file)) {
      server.api().settleAsleep("app");
      List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
      for (int i = 0; i < HELD; i++) {
        held.add(
            Web.client()
                .sendAsync(
                    Web.to(server.at("app.localhost", "/")).build(), BodyHandlers.ofString()));
      }
      server.api().awaitState("app", "waking");

      assertThat(server.terminate()).as(server.output()).isZero();

      for (CompletableFuture<HttpResponse<String>> request : held) {
        HttpResponse<String> answer = request.get(10, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 503);
      }
      assertThat(server.output()).doesNotContain("\tat ");
    }
  }

  @Test
  void terminationAndStart_keepWhatWas() throws Exception {
    try (Installation server = Installation.serve(AppFile.create().app("app", Map.of()))) {
      assertThat(Web.get(server.at("app.localhost", "/")).statusCode()).isEqualTo(200);
      var seen = server.api().events();

      assertThat(server.terminate()).as(server.output()).isZero();
      server.start();

      assertThat(server.api().events()).containsAll(seen);
      assertThat(Web.get(server.at("app.localhost", "/")).statusCode()).isEqualTo(200);
      assertThat(server.processes().with("app")).hasSize(1);
    }
  }
}
