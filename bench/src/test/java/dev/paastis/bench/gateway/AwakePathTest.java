// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The budget of the awake path: held by counting bytes, so that a slow machine changes nothing. */
final class AwakePathTest {
  private static final int MANY = 20_000;

  @Test
  void requestToAnAwakeApp_allocatesWithinTheBudget() throws IOException {
    try (AwakePath path = AwakePath.open()) {
      double first = path.bytesPerRequest(MANY);
      double bytes = path.bytesPerRequest(MANY);
      assertThat(path.lastAnswer()).startsWith("HTTP/1.1 200 OK\r\n").contains("paastis\r\n");
      assertThat(bytes)
          .as("bytes for a request, after %d requests of %.0f bytes", MANY, first)
          .isBetween(100.0, (double) AllocationBench.BUDGET_BYTES);
    }
  }
}
