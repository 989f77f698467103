// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({"90s, PT1M30S", "15m, PT15M", "2h, PT2H", "250ms, PT0.25S", "1d2h, PT26H"})
  void parse_written_duration(String text, Duration expected) {
    assertThat(DurationText.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "90", "s", "1.5h", "-3s", "PT5S", "5 s", "10x"})
  void parse_nonsense_says_what_is_expected(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is not a duration")
        .hasMessageContaining("15m");
  }

  @ParameterizedTest
  @CsvSource({"PT1M30S, 1m30s", "PT0S, 0s", "PT26H0.25S, 1d2h250ms"})
  void format_reads_back(Duration duration, String expected) {
    assertThat(DurationText.format(duration)).isEqualTo(expected);
    assertThat(DurationText.parse(expected)).isEqualTo(duration);
  }

  @Test
  void problem_carries_code_and_status() {
    Problem problem = Problem.of(ErrorCode.APP_NOT_FOUND, "no app 'x'", "/api/v1/apps/x");
    assertThat(problem.code()).isEqualTo("app-not-found");
    assertThat(problem.status()).isEqualTo(404);
    assertThat(ErrorCode.ofWire(problem.code())).contains(ErrorCode.APP_NOT_FOUND);
  }
}
