// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.api.EventView;
import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.FreePort;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.Web;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EndToEnd
class DatabaseAwayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void awakeAppsAreServed_wakesAreRefused_andNothingIsLostOnReturn() throws Exception {
    int port = FreePort.next();
    EmbeddedPostgres database = start(port);
    AppFile file = AppFile.create().app("app", Map.of()).app("second", Map.of());
    String url = "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
    try (Installation server = Installation.serve(file, Map.of("PAASTIS_DATABASE_URL", url))) {
      assertThat(Web.get(server.at("app.localhost", "/")).statusCode()).isEqualTo(200);
      server.api().settleAsleep("second");
      List<EventView> seen = server.api().events();

      database.close();
      assertThat(Web.get(server.at("app.localhost", "/")).statusCode()).isEqualTo(200);
      HttpResponse<String> refused = Web.get(server.at("second.localhost", "/"));
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      assertThat(refused.headers().firstValueAsLong("Retry-After")).isPresent();
      assertThat(server.processes().with("second")).isEmpty();
      assertThat(Web.get(server.at("app.localhost", "/")).statusCode()).isEqualTo(200);

      database = start(port);
      await("the wake works again")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> Web.get(server.at("second.localhost", "/")).statusCode() == 200);
      assertThat(server.api().events()).containsAll(seen);
      assertThat(server.processes().with("second")).hasSize(1);
      assertThat(server.api().app("app").state()).isEqualTo("awake");
    } finally {
      database.close();
    }
  }

  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(folder.resolve("database"))
        .setCleanDataDirectory(false)
        .start();
  }
}
