// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.Web;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app that has work to do when nobody asks it anything. */
@EndToEnd
class WorkingAppTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Path work;
  private Installation server;

  @BeforeEach
  void serve() throws IOException {
    work = Files.createFile(folder.resolve("work"));
    server =
        Installation.serve(AppFile.create().idle("3s").app("app", Map.of("WORK", work.toString())));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void appAtWork_isNotStoppedUnderIt_andSleepsOnceItIsDone() throws Exception {
    assertThat(Web.get(server.at("app.localhost", "/")).statusCode()).isEqualTo(200);

    await("its work is told")
        .atMost(PATIENCE)
        .until(() -> server.cli("explain", "app").out().contains("it was at work: it uses"));
    assertThat(server.api().app("app").state()).isEqualTo("awake");
    assertThat(server.api().events("app", "sleep-started", 0)).isEmpty();

    Files.delete(work);
    server.api().awaitState("app", "asleep");
  }
}
