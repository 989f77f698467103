// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.emulator.Emulator;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
    Arguments arguments = Arguments.parse(new String[] {provider, "--apps", "3", "--token=t-1"});
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
    assertThat(Arguments.parse(new String[] {"heroku"}))
        .isEqualTo(new Arguments("heroku", 0, 12, "emulated-token", false));
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
      })
  void wrong_usage_is_told(String line, String told) {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ");
    assertThatThrownBy(() -> Arguments.parse(args))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told);
  }
}
