// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeOptionsTest {
  @TempDir Path folder;
  private String token;

  @BeforeEach
  void leaveToken() throws IOException {
    token = Files.writeString(folder.resolve("token"), "t").toString();
  }

  @Test
  void options_areRead_withOrWithoutEqualsSign() {
    EdgeOptions options =
        read("--engine=http://10.0.0.5:9080", "--port", "0", "--space", "team", "--home=/var/x");
    assertThat(options.engine()).hasToString("http://10.0.0.5:9080/");
    assertThat(options.port()).isZero();
    assertThat(options.space()).isEqualTo("team");
    assertThat(options.home()).isEqualTo(Path.of("/var/x"));
    assertThat(options.managementPort()).isNull();
  }

  @Test
  void environment_fillsIn() {
    EdgeOptions options =
        EdgeOptions.of(
            List.of("--token-file", token),
            Map.of("PAASTIS_URL", "https://paastis.example", "PAASTIS_HOME", "/data"));
    assertThat(options.engine()).hasToString("https://paastis.example/");
    assertThat(options.home()).isEqualTo(Path.of("/data/gateway"));
    assertThat(options.port()).isEqualTo(8080);
  }

  @Test
  void mistakes_areNamed() {
    refuses("--engine is missing");
    refuses("--engine must read", "--engine", "10.0.0.5:9080");
    refuses("--port must be 0 to 65535, got: 70000", "--engine", "http://e", "--port", "70000");
    refuses("unknown option --prot", "--prot", "1");
    refuses("--space needs a value", "--engine", "http://e", "--space");
    assertThatThrownBy(() -> EdgeOptions.of(List.of("--engine", "http://e"), Map.of()))
        .hasMessageContaining("--token-file is missing");
  }

  private void refuses(String why, String... words) {
    assertThatThrownBy(() -> read(words))
        .isInstanceOf(EdgeOptions.UsageException.class)
        .hasMessageContaining(why);
  }

  private EdgeOptions read(String... words) {
    List<String> all = new ArrayList<>(List.of("--token-file", token));
    all.addAll(List.of(words));
    return EdgeOptions.of(all, Map.of());
  }
}
