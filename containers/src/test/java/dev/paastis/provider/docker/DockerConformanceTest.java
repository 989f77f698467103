// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import dev.paastis.conformance.ProviderConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The suite, on one engine for all its tests. */
@DisabledIfSystemProperty(named = PodmanEngine.WANTED, matches = "false")
final class DockerConformanceTest extends ProviderConformance {
  private static PodmanEngine engine;

  DockerConformanceTest() {
    super(_ -> new DockerRig(engine));
  }

  @BeforeAll
  static void begin() throws Exception {
    engine = PodmanEngine.begin();
  }

  @AfterAll
  static void end() throws Exception {
    engine.close();
  }
}
