// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.SpaceId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IgnoreEntriesTest {
  private final IgnoreEntries entries = SharedStore.store().ignored();
  private final SpaceId space = SharedStore.account().space();

  private static IgnoreEntries.Entry entry(String name, String body) {
    return new IgnoreEntries.Entry(name, body, T0, "ada");
  }

  private List<String> names() {
    return entries.all(space).stream().map(IgnoreEntries.Entry::name).toList();
  }

  @Test
  void rules_stay_in_the_order_in_which_they_were_made() {
    entries.put(space, entry("zebra", "{\"a\": 1}"));
    entries.put(space, entry("ant", "{}"));
    entries.put(space, entry("zebra", "{\"a\": 2}"));

    assertThat(entries.all(space))
        .containsExactly(entry("zebra", "{\"a\": 2}"), entry("ant", "{}"));
  }

  @Test
  void removed_rule_is_gone_and_others_stay_where_they_are() {
    SpaceId other = SharedStore.account().space();
    entries.put(space, entry("a", "{}"));
    entries.put(other, entry("a", "{}"));

    assertThat(entries.remove(space, "a")).isTrue();
    assertThat(entries.remove(space, "a")).isFalse();
    assertThat(names()).isEmpty();
    assertThat(entries.all(other)).hasSize(1);
  }
}
