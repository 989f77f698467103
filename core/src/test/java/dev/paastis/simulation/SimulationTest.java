// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.wake.WakeOutcome;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random lives of one or two engines. A failure names its seed, and that seed plays
 * the same life again.
 */
class SimulationTest {
  private static final Logger LOGGER = Logger.getLogger("dev.paastis");
  private static final int LIVES = 1_500;

  @BeforeAll
  static void silence() {
    LOGGER.setLevel(Level.OFF); // a fault every second step is the point here
  }

  @AfterAll
  static void speak() {
    LOGGER.setLevel(null);
  }

  @Test
  void one_engine_with_every_fault_comes_to_rest_in_agreement_with_the_provider() {
    for (long seed = 0; seed < LIVES; seed++) {
      holds(seed, false, 1);
    }
  }

  @Test
  void two_engines_with_every_fault_come_to_rest_in_agreement_with_the_provider() {
    for (long seed = 0; seed < LIVES; seed++) {
      holds(seed, false, 2);
    }
  }

  @Test
  void without_faults_every_wake_succeeds_and_no_app_runs_without_what_it_needs() {
    for (long seed = 0; seed < LIVES; seed++) {
      Schedule schedule = holds(seed, true, 1);

      assertThat(schedule.woken())
          .as("seed %d: %s", seed, schedule.history())
          .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(WakeOutcome.Ready.class));
      assertThat(schedule.withoutTheirNeeds())
          .as("seed %d: %s", seed, schedule.history())
          .isEmpty();
    }
  }

  @Test
  void the_same_seed_plays_the_same_life() {
    List<String> first = holds(42, false, 2).history();

    assertThat(holds(42, false, 2).history()).isEqualTo(first);
  }

  private static Schedule holds(long seed, boolean calm, int engines) {
    Schedule schedule = new Schedule(seed, calm, engines);
    try {
      schedule.live(15);
    } catch (Throwable e) {
      throw new AssertionError("seed " + seed + ": " + schedule.history(), e);
    }
    assertThat(schedule.violations())
        .as("seed %d, %d engines: %s", seed, engines, String.join("\n", schedule.history()))
        .isEmpty();
    return schedule;
  }
}
