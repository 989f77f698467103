// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.SpaceId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class DrainEntriesTest {
  private final DrainEntries entries = SharedStore.store().drains();
  private final SpaceId space = SharedStore.account().space();

  private DrainEntries.Entry entry(String name) {
    String sha256 = (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
    return new DrainEntries.Entry(
        UUID.randomUUID(), space, name, sha256, null, "shop", T0, "ada", null, null);
  }

  private DrainEntries.Entry stored(DrainEntries.Entry entry) {
    return entries.all().stream().filter(e -> e.id().equals(entry.id())).findFirst().orElseThrow();
  }

  @Test
  void drain_is_kept_once_by_its_name_and_removed() {
    DrainEntries.Entry first = entry("shop");

    assertThat(entries.add(first)).isTrue();
    assertThat(entries.add(entry("shop"))).isFalse();
    assertThat(stored(first)).isEqualTo(first);
    assertThat(entries.remove(space, "shop")).isTrue();
    assertThat(entries.remove(space, "shop")).isFalse();
  }

  @Test
  void last_lines_only_move_forward() {
    DrainEntries.Entry drain = entry("forward");
    entries.add(drain);
    entries.seen(drain.id(), T0.plusSeconds(9), null);
    entries.seen(drain.id(), T0.plusSeconds(5), T0.plusSeconds(5));

    assertThat(stored(drain).lastLineAt()).isEqualTo(T0.plusSeconds(9));
    assertThat(stored(drain).lastVisitAt()).isEqualTo(T0.plusSeconds(5));
  }
}
