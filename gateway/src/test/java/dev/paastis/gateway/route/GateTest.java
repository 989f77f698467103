// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Upstream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The two words that keep requests from an app that is about to stop. */
final class GateTest {
  private static final Upstream APP = new Upstream("http", "127.0.0.1", 1);
  private static final int ROUNDS = 400_000;

  private final Gate gate = new Gate(new Target.Closed());

  @Test
  void open_gate_counts_who_enters_until_he_leaves() {
    gate.open(APP);

    assertThat(gate.enter()).isEqualTo(new Target.Open(APP));
    assertThat(gate.close()).isEqualTo(1);
    gate.leave();
    assertThat(gate.inFlight()).isZero();
  }

  @Test
  void closed_gate_counts_nobody() {
    assertThat(gate.enter()).isInstanceOf(Target.Closed.class);
    assertThat(gate.inFlight()).isZero();
  }

  /**
   * One thread enters while the other closes, as close together as two threads can get, and each
   * round it must not happen that the one got in and the other counted nobody. With either pair of
   * the four steps swapped this fails within a few thousand rounds.
   */
  @Test
  void nobody_gets_in_uncounted() {
    Meeting meeting = new Meeting();
    boolean[] entered = new boolean[ROUNDS];
    CompletableFuture<Void> entering =
        CompletableFuture.runAsync(
            () -> {
              for (int round = 0; round < ROUNDS; round++) {
                meeting.await(2 * round + 1);
                entered[round] = gate.enter() instanceof Target.Open;
                meeting.await(2 * round + 2);
              }
            },
            command -> Thread.ofPlatform().start(command));
    int[] counted = new int[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      gate.open(APP);
      meeting.await(2 * round + 1);
      counted[round] = gate.close();
      meeting.await(2 * round + 2);
      leaveIf(entered[round]);
    }
    entering.join();

    int slipped = 0;
    for (int round = 0; round < ROUNDS; round++) {
      slipped += entered[round] && counted[round] == 0 ? 1 : 0;
    }
    assertThat(slipped).isZero();
    assertThat(gate.inFlight()).isZero();
  }

  private void leaveIf(boolean in) {
    if (in) {
      gate.leave();
    }
  }

  /** Where two threads wait for each other without sleeping, so that they go on at once. */
  private static final class Meeting {
    private final AtomicInteger arrived = new AtomicInteger();

    void await(int number) {
      int all = 2 * number;
      int spins = 0;
      arrived.incrementAndGet();
      while (arrived.get() < all) {
        if (++spins % 10_000 == 0) {
          LockSupport.parkNanos(1); // the other may need this processor
        } else {
          Thread.onSpinWait();
        }
      }
    }
  }
}
