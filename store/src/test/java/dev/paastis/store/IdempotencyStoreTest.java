// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.SpaceId;
import dev.paastis.store.IdempotencyStore.Begun;
import dev.paastis.store.IdempotencyStore.StoredAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class IdempotencyStoreTest {
  private static final StoredAnswer ANSWER = new StoredAnswer(202, "{}", "application/json");

  private final IdempotencyStore keys = SharedStore.store().idempotency();
  private final SpaceId space = SharedStore.account().space();
  private final String request = AccessStoreTest.hash();

  @Test
  void of_equal_requests_at_once_one_does_the_work() throws Exception {
    Callable<Begun> begin = () -> begin(T0);
    List<Begun> all = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(4)) {
      for (Future<Begun> begun :
          executor.invokeAll(Stream.generate(() -> begin).limit(8).toList())) {
        all.add(begun.get());
      }
    }

    assertThat(all).filteredOn(Begun.Claimed.class::isInstance).hasSize(1);
    assertThat(all).filteredOn(Begun.InProgress.class::isInstance).hasSize(7);
  }

  @Test
  void an_equal_request_gets_the_stored_answer_and_another_is_told_apart() {
    keys.save(claim(T0), ANSWER);

    assertThat(begin(T0)).isEqualTo(new Begun.Answered(ANSWER));
    assertThat(keys.begin(space, "key", AccessStoreTest.hash(), T0))
        .isInstanceOf(Begun.OtherRequest.class);
    assertThat(keys.begin(SharedStore.account().space(), "key", request, T0))
        .isInstanceOf(Begun.Claimed.class);
  }

  @Test
  void a_released_claim_is_free_again() {
    keys.release(claim(T0));

    assertThat(begin(T0)).isInstanceOf(Begun.Claimed.class);
  }

  @Test
  void a_claim_whose_engine_died_is_taken_over_and_its_late_answer_ignored() {
    Begun.Claimed lost = claim(T0);
    Instant later = T0.plus(IdempotencyStore.CLAIM_HOLDS).plusSeconds(1);
    Begun.Claimed taken = claim(later);

    keys.save(lost, new StoredAnswer(500, "late", "text/plain"));
    assertThat(begin(later)).isInstanceOf(Begun.InProgress.class);
    keys.save(taken, ANSWER);
    assertThat(begin(later)).isEqualTo(new Begun.Answered(ANSWER));
  }

  @Test
  void old_keys_are_purged() {
    keys.save(claim(Instant.EPOCH), ANSWER);

    assertThat(keys.purge(Instant.EPOCH.plusSeconds(1))).isEqualTo(1);
    assertThat(begin(T0)).isInstanceOf(Begun.Claimed.class);
  }

  private Begun begin(Instant now) {
    return keys.begin(space, "key", request, now);
  }

  private Begun.Claimed claim(Instant now) {
    return (Begun.Claimed) begin(now);
  }
}
