// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paastis.gateway.observe.AccessFormat;
import dev.paastis.gateway.observe.AccessLog;
import dev.paastis.provider.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObserveReaderTest {
  private static final Path FILE = Path.of("/etc/paastis/paastis.yml");

  private static Observing read(String text, Map<String, String> environment) {
    return ConfigurationReader.parse(FILE, text, environment, new HolidaysOnly())
        .gateway()
        .observing();
  }

  @Test
  void nothing_is_written_or_sent_unless_asked_for() {
    assertThat(read("space: s", Map.of())).isEqualTo(new Observing(null, null, Map.of(), 100, 0));
  }

  @Test
  void everything_can_be_said() {
    Observing observing =
        read(
            """
            gateway:
              access-log: {file: log/access.log, format: combined, queries: true}
              metrics: {per-app: true, apps: 20}
              traces: {endpoint: 'https://otel.example:4318/x', percent: 5}
            """,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://elsewhere:4318",
                "OTEL_EXPORTER_OTLP_HEADERS",
                "x-tenant=a%20b, Authorization = Basic eA==,"));

    assertThat(observing)
        .isEqualTo(
            new Observing(
                new AccessLog.Target(
                    Path.of("/etc/paastis/log/access.log"), AccessFormat.COMBINED, true),
                URI.create("https://otel.example:4318/x"),
                Map.of("x-tenant", new Secret("a b"), "Authorization", new Secret("Basic eA==")),
                5,
                20));
  }

  @Test
  void environment_names_the_endpoint_and_standard_output_is_no_file() {
    Observing observing =
        read(
            "gateway: {access-log: {file: stdout}}",
            Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318"));

    assertThat(observing.traces()).isEqualTo(URI.create("http://localhost:4318"));
    assertThat(observing.log()).isEqualTo(new AccessLog.Target(null, AccessFormat.JSON, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "=secret", "a b=secret", "x=secret%0d%0aHost: y", "x=secret%q"})
  void headers_that_make_no_sense_are_told_without_their_values(String headers) {
    Map<String, String> environment = Map.of("OTEL_EXPORTER_OTLP_HEADERS", headers);
    String yaml = "gateway: {traces: {endpoint: 'http://localhost:4318'}}";

    assertThat(
            catchThrowableOfType(ConfigurationException.class, () -> read(yaml, environment))
                .problems())
        .singleElement()
        .asString()
        .contains("OTEL_EXPORTER_OTLP_HEADERS")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "gateway: {access-log: {file: x, format: xml}} | gateway.access-log.format: 'xml' is not",
        "gateway: {traces: {endpoint: 'localhost:4318'}} | 'localhost:4318' must be an address",
        "gateway: {traces: {percent: 101}} | gateway.traces.percent: '101' must be a whole number",
        "gateway: {metrics: {apps: 0}} | gateway.metrics.apps: '0' must be a whole number",
        "gateway: {metrics: {per-app: 7}} | gateway.metrics.per-app",
      })
  void mistake_is_told(String yaml, String problem) {
    assertThat(
            catchThrowableOfType(ConfigurationException.class, () -> read(yaml, Map.of()))
                .problems())
        .singleElement()
        .asString()
        .contains(problem);
  }
}
