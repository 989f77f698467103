// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Names remembered by an event loop. */
final class HeaderNamesTest {
  private final HeaderNames names = new HeaderNames();

  private CharSequence name(String text) {
    byte[] line = (">" + text + "<").getBytes(StandardCharsets.ISO_8859_1);
    return names.name(line, 1, text.length());
  }

  @Test
  void same_name_is_the_same_object_whatever_line_it_came_in() {
    assertThat(name("User-Agent")).isSameAs(name("User-Agent")).hasToString("User-Agent");
  }

  @Test
  void name_keeps_its_case_and_is_never_another() {
    for (int i = 0; i < 2000; i++) {
      assertThat(name("X-" + i)).hasToString("X-" + i);
    }
    assertThat(name("Host")).hasToString("Host");
    assertThat(name("HOST")).hasToString("HOST");
    assertThat(name("HosT")).hasToString("HosT");
  }

  @Test
  void names_without_letters_and_long_ones_are_not_remembered() {
    assertThat(name("")).isEmpty();
    assertThat(name("x".repeat(60))).isNotSameAs(name("x".repeat(60)));
  }
}
