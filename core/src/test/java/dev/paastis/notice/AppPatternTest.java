// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AppPatternTest {
  @Test
  void whole_name_must_match() {
    assertThat(AppPattern.of("shop-.*").matches("shop-api")).isTrue();
    assertThat(AppPattern.of("shop").matches("shop-api")).isFalse();
  }

  @Test
  void expression_that_would_try_for_years_gives_up() {
    assertThat(AppPattern.of("(a+)+b").matches("a".repeat(63))).isFalse();
  }
}
