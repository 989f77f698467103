// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import static dev.paastis.provider.local.LocalFixture.done;
import static dev.paastis.provider.local.LocalFixture.soon;
import static dev.paastis.provider.local.LocalFixture.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What real processes use, as the provider tells it. */
@EnabledOnOs(OS.LINUX)
class LocalWorkTest {
  private static final Duration SOME = Duration.ofMillis(300);

  @TempDir Path folder;
  private LocalProvider provider;

  @BeforeEach
  void prepare() {
    LocalFixture fixture = new LocalFixture(folder);
    provider =
        fixture.provider(
            fixture.idle("idle"),
            fixture.shell("worker", "while :; do :; done"),
            fixture.shell(
                "parent",
                "while :; do sh -c 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done'; done"));
  }

  @AfterEach
  void end() {
    for (String app : new String[] {"idle", "worker", "parent"}) {
      done(provider.stop(app, soon()));
    }
    provider.close();
  }

  private Work work(String app) {
    return done(provider.work(app, soon()));
  }

  @Test
  void process_that_computes_is_told_from_one_that_waits() {
    assertThat(provider.tellsWork()).isTrue();
    started(provider, "idle");
    started(provider, "worker");
    Work idle = work("idle");
    Work busy = work("worker");

    await().until(() -> work("worker").since(busy).cpu().compareTo(SOME) > 0);
    assertThat(work("idle").since(idle).cpu()).isLessThan(SOME);
  }

  @Test
  void children_that_have_ended_count() {
    started(provider, "parent");
    Work before = work("parent");

    await().until(() -> work("parent").since(before).cpu().compareTo(SOME) > 0);
  }

  @Test
  void another_run_counts_anew() {
    started(provider, "worker");
    await().until(() -> work("worker").since(new Work(Map.of())).cpu().compareTo(SOME) > 0);
    Work before = work("worker");
    done(provider.stop("worker", soon()));
    assertThat(work("worker").parts()).isEmpty();

    started(provider, "worker");

    assertThat(work("worker").parts().keySet()).isNotEqualTo(before.parts().keySet());
  }

  @Test
  void app_that_is_not_declared_is_refused() {
    assertThat(provider.work("nobody", soon()))
        .isEqualTo(
            CallOutcome.refused(Refusal.Kind.NOT_FOUND, "no local app 'nobody' is declared"));
  }
}
