// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.emulator.Emulator;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class EmulateTest {
  static final List<String> PROVIDERS = Arguments.PROVIDERS;

  @ParameterizedTest
  @FieldSource("PROVIDERS")
  void each_platform_serves_and_refuses_strangers(String provider) throws Exception {
    Arguments arguments = Arguments.parse(provider, "--apps", "3", "--token=t-1");
    try (Emulator emulator = Main.open(arguments);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest stranger = HttpRequest.newBuilder(emulator.api().resolve("/apps")).build();
      HttpResponse<String> answer = client.send(stranger, HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isBetween(401, 406);
      assertThat(emulator.token()).isEqualTo("t-1");
    }
  }

  @Test
  void defaults_are_a_free_port_and_twelve_apps() {
    assertThat(Arguments.parse("heroku"))
        .isEqualTo(
            new Arguments(
                "heroku",
                0,
                12,
                "emulated-token",
                Duration.ZERO,
                0,
                Duration.ofMillis(700),
                true,
                false));
  }

  @Test
  void bad_weather_is_as_ordered() throws Exception {
    Arguments arguments =
        Arguments.parse(
            "scalingo", "--fail-rate=1", "--latency=50ms", "--boot-time=2s", "--rate-limit=off");
    assertThat(arguments.bootTime()).isEqualTo(Duration.ofSeconds(2));
    try (Emulator emulator = Main.open(arguments);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest open = HttpRequest.newBuilder(emulator.api().resolve("/v1/event_types")).build();
      for (int i = 0; i < 61; i++) { // one more than the limit of a minute
        long begun = System.nanoTime();
        HttpResponse<String> answer = client.send(open, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(System.nanoTime() - begun)
            .isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
      }
    }
  }

  @Test
  void help_names_every_option() {
    assertThat(Arguments.parse("--help").help()).isTrue();
    assertThat(Arguments.HELP)
        .contains("--port", "--apps", "--token", "--boot-time", "--latency", "--fail-rate")
        .contains("--rate-limit=on|off");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heruko | no provider 'heruko'; allowed: clever-cloud, heroku",
        "'' | no provider was named",
        "heroku --port 70000 | --port must be a whole number from 0 to 65535, got: 70000",
        "heroku --apps many | --apps must be a whole number from 0 to 100000, got: many",
        "heroku --speed 3 | unknown option --speed",
        "heroku --port | --port needs a value",
        "heroku render | one provider at a time, got: heroku, render",
        "heroku --latency 3 | --latency must be a time such as 250ms, 5s or 1m, got: 3",
        "heroku --fail-rate 1.5 | --fail-rate must be from 0 to 1, got: 1.5",
        "heroku --rate-limit no | --rate-limit must be on or off, got: no",
      })
  void wrong_usage_is_told(String line, String told) {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ");
    assertThatThrownBy(() -> Arguments.parse(args))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told);
  }
}
