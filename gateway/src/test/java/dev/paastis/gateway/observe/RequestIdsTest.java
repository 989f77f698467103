// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestIdsTest {
  @Test
  void ids_of_two_loops_differ_and_are_well_formed() {
    RequestIds one = new RequestIds();
    RequestIds other = new RequestIds();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      seen.add(one.next().toString());
      seen.add(other.next().toString());
    }

    assertThat(seen)
        .hasSize(20_000)
        .allMatch(RequestIds::isWellFormed)
        .allMatch(id -> id.matches("[0-9a-f]{32}"));
  }

  @Test
  void text_is_that_of_the_bits() {
    assertThat(RequestIds.text(0x0123456789abcdefL, 1))
        .hasToString("0123456789abcdef0000000000000001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "f058ebd6-02f7-4d3f-942e-904344e8cde5", "x:y/z=1+2@3.4_5"})
  void usual_ids_are_well_formed(String id) {
    assertThat(RequestIds.isWellFormed(id)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\"b", "a\\b", "a\nb", "a;b", "\u00e9", "<script>"})
  void anything_else_is_not(String id) {
    assertThat(RequestIds.isWellFormed(id)).isFalse();
    assertThat(RequestIds.isWellFormed("x".repeat(RequestIds.LONGEST + 1))).isFalse();
    assertThat(RequestIds.isWellFormed(null)).isFalse();
  }
}
