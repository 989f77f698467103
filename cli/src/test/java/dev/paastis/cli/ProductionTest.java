// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.api.ProtectionView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProductionTest {
  private static final String ID = "id-shop";

  @TempDir private Path home;

  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void production_app_never_sleeps_and_says_why() {
    shop(new ProtectionView("serves customers", true, null, null, null));

    assertThat(paastis("apps").out()).contains("never: production");
    assertThat(paastis("app", "shop").out())
        .contains("next sleep     never: production")
        .contains("production     serves customers");
  }

  @Test
  void lifted_protection_tells_who_and_why() {
    shop(new ProtectionView("serves customers", false, "ada", "moved", Run.NOW));

    assertThat(paastis("app", "shop").out())
        .contains("next sleep     in 18 s")
        .contains("production     serves customers; lifted by ada: moved");
  }

  @Test
  void mark_made_by_mistake_is_taken_back_with_a_reason() {
    shop(new ProtectionView("taken over as production", true, null, null, null));
    server.on("POST /apps/" + ID + "/not-production", Json.write(Samples.app("shop", "awake")));

    Run run = paastis("unprotect", "shop", "--not-production", "--reason", "a copy");

    assertThat(run.out()).contains("'shop' is production no longer");
    assertThat(server.requests()).contains("POST /apps/" + ID + "/not-production");
    assertThat(paastis("unprotect", "shop", "--not-production").err()).contains("--reason");
  }

  private void shop(ProtectionView production) {
    var app = Samples.app("shop", "awake", null, production);
    server.on("GET /apps", Samples.page(app));
    server.on("GET /apps/shop", Json.write(app));
  }

  private Run paastis(String... words) {
    Map<String, String> environment =
        Map.of("PAASTIS_URL", server.url(), "PAASTIS_TOKEN", FakeServer.TOKEN);
    return Run.of(environment, home, words);
  }
}
