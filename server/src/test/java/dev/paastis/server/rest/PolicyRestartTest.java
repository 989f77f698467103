// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.server.testing.PolicyServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people made of rules and groups is in force again after a restart. */
class PolicyRestartTest {
  @TempDir private Path home;

  @Test
  void rules_and_groups_of_people_outlast_a_restart() throws IOException {
    try (PolicyServer server = new PolicyServer(home)) {
      assertThat(
              server
                  .send("PUT", "/groups/reading", "{\"members\":[\"blog\",\"wiki\"]}")
                  .statusCode())
          .isEqualTo(201);
      assertThat(
              server
                  .send("PUT", "/rules/quick", "{\"pattern\":\"blog\",\"idle-timeout\":\"3m\"}")
                  .statusCode())
          .isEqualTo(201);
    }
    try (PolicyServer server = new PolicyServer(home)) {
      assertThat(server.get("/groups/reading").get("problems")).isEmpty();
      assertThat(server.get("/apps/wiki").get("group").asString()).isEqualTo("reading");
      assertThat(server.get("/apps/blog").get("idleTimeout").asString()).isEqualTo("3m");
    }
  }
}
