// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AppNamesTest {
  @Test
  void apps_beyond_the_bound_are_others() {
    AppNames names = new AppNames(2);

    assertThat(names.of("a")).isEqualTo("a");
    assertThat(names.of("b")).isEqualTo("b");
    assertThat(names.of("c")).isEqualTo(AppNames.OTHER);
    assertThat(names.of("a")).isEqualTo("a");
    names.forget("b");
    assertThat(names.of("c")).isEqualTo("c");
    assertThat(names.of("b")).isEqualTo(AppNames.OTHER);
    assertThat(names.any()).isTrue();
    assertThat(new AppNames(0).any()).isFalse();
  }
}
