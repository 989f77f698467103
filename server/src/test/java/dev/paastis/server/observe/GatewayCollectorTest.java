// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.GatewaySettings;
import dev.paastis.gateway.observe.Distribution;
import dev.paastis.gateway.observe.Figures;
import dev.paastis.gateway.observe.Outcome;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeOutcome;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class GatewayCollectorTest {
  private static String scraped(Supplier<Figures> figures) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.getPrometheusRegistry().register(new GatewayCollector(figures));
    return registry.scrape();
  }

  @Test
  void gateway_is_shown_with_bounded_labels() throws Exception {
    GatewaySettings settings = GatewaySettings.defaults().withPort(0).withEventLoops(1);
    try (GatewayServer gateway =
            GatewayServer.start(
                settings,
                (_, _) -> new WakeOutcome.NoSuchApp(),
                Ticker.system(),
                InstantSource.system());
        HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://localhost:" + gateway.port() + "/");
      HttpRequest request =
          HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(404);

      assertThat(scraped(gateway::figures))
          .contains("# TYPE paastis_gateway_request_seconds histogram")
          .contains(
              "paastis_gateway_request_seconds_count"
                  + "{kind=\"refused\",outcome=\"4xx\",protocol=\"h1\"} 1")
          .contains("le=\"0.001\"", "le=\"60.0\"", "le=\"+Inf\"")
          .contains("paastis_gateway_refused_total{reason=\"unknown-host\"} 1")
          .contains("paastis_gateway_wakes_total{outcome=\"ready\"} 0")
          .contains("paastis_gateway_held 0")
          .doesNotContain("app=");
    }
  }

  @Test
  void buckets_add_up_as_prometheus_wants_them() {
    List<Long> counts = new ArrayList<>(Collections.nCopies(16, 0L));
    counts.set(0, 2L);
    counts.set(9, 3L);
    counts.set(15, 1L);
    Figures figures =
        new Figures(
            List.of(),
            Map.of(),
            Map.of(),
            List.of(
                new Figures.AppRequests(
                    "blog", new Distribution(counts, 2_500_000_000L), Map.of(Outcome.SUCCESS, 6L))),
            Map.of(),
            Map.of(),
            new Figures.Totals(1, 2, 3, 4, 5, 6));

    assertThat(scraped(() -> figures))
        .contains("paastis_gateway_app_request_seconds_bucket{app=\"blog\",le=\"0.001\"} 2")
        .contains("paastis_gateway_app_request_seconds_bucket{app=\"blog\",le=\"1.0\"} 5")
        .contains("paastis_gateway_app_request_seconds_bucket{app=\"blog\",le=\"60.0\"} 5")
        .contains("paastis_gateway_app_request_seconds_bucket{app=\"blog\",le=\"+Inf\"} 6")
        .contains("paastis_gateway_app_request_seconds_sum{app=\"blog\"} 2.5")
        .contains("paastis_gateway_app_requests_total{app=\"blog\",outcome=\"2xx\"} 6")
        .contains("paastis_gateway_received_bytes_total 1", "paastis_gateway_sent_bytes_total 2")
        .contains("paastis_gateway_connections 3", "paastis_gateway_upstream_connections 4")
        .contains("paastis_gateway_held 5", "paastis_gateway_access_log_dropped_total 6");
  }
}
