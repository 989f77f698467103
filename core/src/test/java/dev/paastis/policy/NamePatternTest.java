// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NamePatternTest {
  @Test
  void captures_are_put_where_they_are_named() {
    NamePattern pattern = NamePattern.of("app-review-pr(\\d+)-(back|front)");

    assertThat(pattern.match("app-review-pr12-back"))
        .hasValueSatisfying(match -> {
          assertThat(match.expand("app-review-pr$1-front")).isEqualTo("app-review-pr12-front");
          assertThat(match.expand("$2/$1/$9")).isEqualTo("back/12/$9");
        });
    assertThat(pattern.match("my-app-review-pr12-back")).isEmpty();
  }

  @Test
  void what_may_match_anywhere_needs_no_whole_name() {
    assertThat(NamePattern.anywhere("fastify").matches("hello-fastify-2")).isTrue();
    assertThat(NamePattern.of("fastify").matches("hello-fastify-2")).isFalse();
  }

  @Test
  void an_expression_that_explodes_counts_as_no_match_soon() {
    NamePattern evil = NamePattern.of("a*a*a*a*a*a*a*a*a*a*c?");
    String name = "a".repeat(62) + "b";

    assertThat(evil.matches(name)).isFalse();
    assertThat(evil.explodesOn(name)).isTrue();
    assertThat(evil.matches("a".repeat(20))).isTrue();
    assertThat(evil.explodesOn("a".repeat(20))).isFalse();
  }

  @Test
  void what_is_no_expression_is_told_with_its_place() {
    assertThatThrownBy(() -> NamePattern.of("review-("))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'review-('")
        .hasMessageContaining("near position");
  }

  @Test
  void what_matches_every_name_is_known() {
    assertThat(NamePattern.of(".*").matchesEverything()).isTrue();
    assertThat(NamePattern.of("[a-z0-9-]+").matchesEverything()).isTrue();
    assertThat(NamePattern.anywhere("").matchesEverything()).isTrue();
    assertThat(NamePattern.of("review-.*").matchesEverything()).isFalse();
  }
}
