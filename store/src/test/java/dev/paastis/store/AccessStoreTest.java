// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.SpaceId;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class AccessStoreTest {
  private final AccessStore access = SharedStore.store().access();
  private final SpaceId space = SharedStore.account().space();

  @Test
  void a_token_is_found_until_it_expires() {
    String hash = hash();
    access.saveToken(space, "admin", hash, Set.of("read", "write"), T0.plusSeconds(60));

    assertThat(access.findToken(hash, T0))
        .hasValueSatisfying(token -> {
          assertThat(token.space()).isEqualTo(space);
          assertThat(token.name()).isEqualTo("admin");
          assertThat(token.scopes()).containsExactlyInAnyOrder("read", "write");
        });
    assertThat(access.findToken(hash, T0.plusSeconds(60))).isEmpty();
    assertThat(access.findToken(hash(), T0)).isEmpty();
  }

  @Test
  void a_token_without_end_is_found_until_it_is_removed() {
    String hash = hash();
    access.saveToken(space, "admin", hash, Set.of("read"), null);
    access.saveToken(space, "renamed", hash, Set.of(), null);

    assertThat(access.findToken(hash, T0.plusSeconds(1_000_000)))
        .hasValueSatisfying(token -> assertThat(token.name()).isEqualTo("renamed"));
    access.removeToken(hash);
    assertThat(access.findToken(hash, T0)).isEmpty();
  }

  @Test
  void a_sign_in_link_works_once_among_many_at_once() throws Exception {
    String hash = hash();
    access.saveSignInLink(hash, T0.plusSeconds(60));
    Callable<Boolean> use = () -> access.useSignInLink(hash, T0);

    int used = 0;
    try (var executor = Executors.newFixedThreadPool(4)) {
      for (Future<Boolean> result :
          executor.invokeAll(Stream.generate(() -> use).limit(8).toList())) {
        used += result.get() ? 1 : 0;
      }
    }
    assertThat(used).isEqualTo(1);
  }

  @Test
  void an_expired_or_unknown_link_does_not_work() {
    String hash = hash();
    access.saveSignInLink(hash, T0.plusSeconds(60));

    assertThat(access.useSignInLink(hash, T0.plusSeconds(60))).isFalse();
    assertThat(access.useSignInLink(hash(), T0)).isFalse();
  }

  static String hash() {
    return (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
  }
}
