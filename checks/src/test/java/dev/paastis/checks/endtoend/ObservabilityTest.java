// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.Web;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@EndToEnd
class ObservabilityTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void requestThatWaited_isFoundInAnswerLogMetricsAndTraces() throws Exception {
    List<byte[]> traces = new CopyOnWriteArrayList<>();
    HttpServer collector = collector(traces);
    String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
    AppFile file = AppFile.create().app("app", Map.of()).gateway("access-log: {file: access.log}");
    try (Installation server =
        Installation.serve(file, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint))) {
      server.api().settleAsleep("app");

      HttpResponse<String> answer =
          Web.send(
              Web.to(server.at("app.localhost", "/?secret=1"))
                  .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                  .build());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("X-Request-Id")).hasValue(TRACE);
      assertThat(answer.headers().firstValue("X-Paastis-Cold")).hasValue("1");
      assertThat(answer.headers().firstValue("Server-Timing").orElse(""))
          .contains("paastis-hold;dur=");
      Path log = server.folder().resolve("access.log");
      await().atMost(PATIENCE).until(() -> Files.readString(log).contains(TRACE));
      assertThat(Files.readString(log))
          .contains("\"way\":\"held\"", "\"app\":\"app\"", "\"status\":200")
          .doesNotContain("secret");
      assertThat(Web.get(server.console("/actuator/prometheus")).body())
          .contains(
              "paastis_gateway_request_seconds_count"
                  + "{kind=\"held\",outcome=\"2xx\",protocol=\"h1\"} 1",
              "paastis_gateway_hold_seconds_count{protocol=\"h1\"} 1",
              "paastis_gateway_wakes_total{outcome=\"ready\"} 1");
      await().atMost(PATIENCE).until(() -> mentions(traces) == 5);
    } finally {
      collector.stop(0);
    }
  }

  private static HttpServer collector(List<byte[]> traces) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          traces.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  /**
   * The exchange, its hold, its wake and its request to the app name the trace, and the hold once
   * more for its link.
   */
  private static long mentions(List<byte[]> traces) {
    String id = new String(HexFormat.of().parseHex(TRACE), StandardCharsets.ISO_8859_1);
    return traces.stream()
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
        .mapToLong(text -> (text.length() - text.replace(id, "").length()) / id.length())
        .sum();
  }
}
