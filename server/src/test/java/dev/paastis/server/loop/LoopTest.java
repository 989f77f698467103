// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.StoreUnavailableException;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {
  /** Time that passes a thousand times as fast. */
  private static final Ticker FAST =
      new Ticker() {
        @Override
        public long nanos() {
          return Ticker.system().nanos() * 1_000;
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
          Ticker.system().pause(time.dividedBy(1_000));
        }
      };

  @Test
  void bad_rounds_do_not_end_it() {
    AtomicInteger rounds = new AtomicInteger();
    Runnable bad =
        () -> {
          if (rounds.incrementAndGet() % 2 == 0) {
            throw new StoreUnavailableException("away", new IllegalStateException());
          }
          throw new IllegalStateException("broken");
        };
    try (Loop loop = Loop.every(Duration.ofSeconds(1), "bad", FAST, bad)) {
      await().until(() -> rounds.get() >= 4);
      assertThat(loop.isAlive()).isTrue();
    }
  }

  @Test
  void close_interrupts_a_round_that_waits() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    Loop loop =
        Loop.start(
            "waiting",
            FAST,
            () -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
              }
            });
    begun.await();

    loop.close();

    await().until(() -> !loop.isAlive());
    assertThat(interrupted).isTrue();
  }
}
