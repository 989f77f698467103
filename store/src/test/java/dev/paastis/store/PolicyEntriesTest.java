// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.SpaceId;
import dev.paastis.store.PolicyEntries.Draft;
import dev.paastis.store.PolicyEntries.Entry;
import dev.paastis.store.PolicyEntries.Kind;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PolicyEntriesTest {
  private static final Instant T0 = Instant.parse("2026-11-20T09:00:00Z");
  private final PolicyEntries entries = SharedStore.store().policies();
  private final SpaceId space =
      SharedStore.store().spaces().ensure("policies-" + UUID.randomUUID());

  private Entry put(String name, String body) {
    return entries.put(space, new Draft(Kind.RULE, name, body, "ada", T0));
  }

  @Test
  void what_is_put_again_keeps_its_place_and_counts_its_changes() {
    put("one", "{\"pattern\": \"a\"}");
    put("two", "{\"pattern\": \"b\"}");

    Entry again = put("one", "{\"pattern\": \"c\"}");

    assertThat(again.version()).isEqualTo(2);
    assertThat(again.body()).contains("\"c\"");
    assertThat(entries.all(space)).extracting(Entry::name).containsExactly("one", "two");
  }

  @Test
  void rules_are_moved_among_each_other() {
    put("one", "{}");
    put("two", "{}");
    put("three", "{}");

    assertThat(entries.move(space, Kind.RULE, "three", 1)).isPresent();
    assertThat(entries.all(space)).extracting(Entry::name).containsExactly("three", "one", "two");
    assertThat(entries.move(space, Kind.RULE, "three", 3)).isPresent();
    assertThat(entries.all(space)).extracting(Entry::name).containsExactly("one", "two", "three");
    assertThat(entries.move(space, Kind.RULE, "nobody", 1)).isEmpty();
  }

  @Test
  void kinds_and_spaces_are_kept_apart() {
    put("one", "{}");
    SpaceId other = SharedStore.store().spaces().ensure("other-" + UUID.randomUUID());

    assertThat(entries.remove(other, Kind.RULE, "one")).isFalse();
    assertThat(entries.remove(space, Kind.WINDOW, "one")).isFalse();
    assertThat(entries.remove(space, Kind.RULE, "one")).isTrue();
    assertThat(entries.all(space)).isEmpty();
  }

  @Test
  void other_engines_are_told() {
    AtomicInteger told = new AtomicInteger();
    AtomicInteger resyncs = new AtomicInteger();
    try (ChangeFeed _ =
        SharedStore.store()
            .changes(_ -> {}, _ -> {}, told::incrementAndGet, resyncs::incrementAndGet)) {
      await().until(() -> resyncs.get() == 1);
      put("one", "{}");
      await().until(() -> told.get() == 1);
    }
  }
}
