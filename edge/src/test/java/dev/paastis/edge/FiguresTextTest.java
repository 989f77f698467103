// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.gateway.observe.Distribution;
import dev.paastis.gateway.observe.Figures;
import dev.paastis.gateway.observe.Outcome;
import dev.paastis.gateway.observe.Protocol;
import dev.paastis.gateway.observe.Way;
import dev.paastis.gateway.page.ProblemCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTextTest {
  @Test
  void figures_areWrittenAsPrometheusReadsThem() {
    String text = FiguresText.of(figures(), false);
    assertThat(text)
        .startsWith("# HELP paastis_gateway_request_seconds How long")
        .endsWith("\n")
        .contains("# TYPE paastis_gateway_request_seconds histogram\n");
    String labels = "{kind=\"forwarded\",outcome=\"2xx\",protocol=\"h2\"";
    assertThat(text.lines())
        .contains(
            "paastis_gateway_request_seconds_bucket" + labels + ",le=\"0.001\"} 2",
            "paastis_gateway_request_seconds_bucket" + labels + ",le=\"0.0025\"} 5",
            "paastis_gateway_request_seconds_bucket" + labels + ",le=\"60.0\"} 5",
            "paastis_gateway_request_seconds_bucket" + labels + ",le=\"+Inf\"} 6",
            "paastis_gateway_request_seconds_count" + labels + "} 6",
            "paastis_gateway_request_seconds_sum" + labels + "} 90.5",
            "paastis_gateway_refused_total{reason=\"unknown-host\"} 4",
            "paastis_gateway_wakes_total{outcome=\"failed\"} 1",
            "paastis_gateway_wakes_total{outcome=\"ready\"} 0",
            "paastis_gateway_received_bytes_total 10",
            "# TYPE paastis_gateway_connections gauge",
            "paastis_gateway_connections 30",
            "paastis_gateway_engine_connected 0");
  }

  @Test
  void names_cannotEndALabel() {
    assertThat(FiguresText.of(figures(), true))
        .contains("paastis_gateway_app_requests_total{app=\"a\\\"b\\\\\\n\",outcome=\"5xx\"} 7\n");
  }

  private static Figures figures() {
    List<Long> counts =
        new ArrayList<>(Collections.nCopies(Distribution.BOUNDS_NANOS.size() + 1, 0L));
    counts.set(0, 2L);
    counts.set(1, 3L);
    counts.set(counts.size() - 1, 1L);
    Distribution durations = new Distribution(counts, 90_500_000_000L);
    return new Figures(
        List.of(new Figures.Requests(Way.FORWARDED, Protocol.HTTP_2, Outcome.SUCCESS, durations)),
        Map.of(),
        Map.of(),
        List.of(new Figures.AppRequests("a\"b\\\n", durations, Map.of(Outcome.SERVER_ERROR, 7L))),
        Map.of(ProblemCode.UNKNOWN_HOST, 4L),
        Map.of("failed", 1L),
        new Figures.Totals(10, 20, 30, 40, 50, 0));
  }
}
