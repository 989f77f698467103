// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PausesByManyThreadsTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final LocalDate FROM = LocalDate.of(2026, 1, 1);
  private static final LocalDate UNTIL = LocalDate.of(2029, 1, 1);

  private static Windows windows() {
    Random random = new Random(42);
    return Windows.of(
        List.of(
            RandomWindow.of(random, FROM, UNTIL).in(PARIS),
            RandomWindow.of(random, FROM, UNTIL).in(PARIS)));
  }

  /** What each time gives when nothing was computed before. */
  private static List<Object> alone(Instant at) {
    return List.of(windows().pauseAt(at), windows().nextChange(at));
  }

  @Test
  void answers_do_not_depend_on_what_others_ask() throws Exception {
    Windows shared = windows();
    List<Future<?>> asked = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(4)) {
      for (int thread = 0; thread < 4; thread++) {
        Random random = new Random(thread);
        asked.add(executor.submit(() -> ask(shared, random)));
      }
      for (Future<?> one : asked) {
        one.get();
      }
    }
  }

  private static void ask(Windows shared, Random random) {
    Instant start = FROM.atStartOfDay(PARIS).toInstant();
    for (int i = 0; i < 300; i++) {
      Instant at = start.plusSeconds(random.nextInt(3 * 365 * 86_400));
      assertThat(List.<Object>of(shared.pauseAt(at), shared.nextChange(at))).isEqualTo(alone(at));
    }
  }
}
