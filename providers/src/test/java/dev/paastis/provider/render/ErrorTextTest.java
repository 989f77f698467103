// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.rest.RestReply;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ErrorTextTest {
  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
  private static final String IN_A_MINUTE = String.valueOf(NOW.plusSeconds(60).getEpochSecond());

  @Test
  void reset_is_read_by_the_vendors_clock_and_by_ours_where_it_tells_none() {
    ErrorText hoursBehind = new ErrorText(InstantSource.fixed(NOW.minusSeconds(7200)));
    String date = "Fri, 20 Nov 2026 09:00:00 GMT";

    assertThat(hoursBehind.of(limited(Map.of("Ratelimit-Reset", IN_A_MINUTE, "Date", date))))
        .endsWith("in 60 s");
    assertThat(new ErrorText(InstantSource.fixed(NOW)).of(limited(reset(IN_A_MINUTE))))
        .endsWith("in 60 s");
  }

  @Test
  void reset_of_a_few_seconds_is_no_epoch_and_one_that_is_past_is_not_told() {
    ErrorText errors = new ErrorText(InstantSource.fixed(NOW.plusSeconds(7200)));

    assertThat(errors.of(limited(reset("9")))).endsWith("in 9 s");
    assertThat(errors.of(limited(reset(IN_A_MINUTE)))).endsWith("try again later");
  }

  private static Map<String, String> reset(String value) {
    return Map.of("Ratelimit-Reset", value);
  }

  private static RestReply.Answered limited(Map<String, String> headers) {
    Map<String, List<String>> lists =
        headers.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, field -> List.of(field.getValue())));
    return new RestReply.Answered(429, HttpHeaders.of(lists, (_, _) -> true), "{}");
  }
}
