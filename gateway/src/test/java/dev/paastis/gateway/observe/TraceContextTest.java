// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceContextTest {
  private static final String GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void what_is_read_is_written_again() {
    TraceContext context = Objects.requireNonNull(TraceContext.parse(GIVEN));

    assertThat(context.header()).isEqualTo(GIVEN);
    assertThat(context.sampled()).isTrue();
    assertThat(context.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(context.spanId()).isEqualTo("00f067aa0ba902b7");
  }

  @Test
  void version_to_come_is_read_as_far_as_it_is_known() {
    String later = "cc" + GIVEN.substring(2) + "-more";

    assertThat(TraceContext.parse(later)).isEqualTo(TraceContext.parse(GIVEN));
  }

  @Test
  void span_of_the_wake_leads_back_to_that_of_the_request() {
    TraceContext request = Objects.requireNonNull(TraceContext.parse(GIVEN));

    assertThat(request.ofWake().span()).isNotEqualTo(request.span());
    assertThat(request.ofWake().ofWake()).isEqualTo(request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-000f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
        "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
      })
  void malformed_is_dropped(String text) {
    assertThat(TraceContext.parse(text)).isNull();
  }
}
