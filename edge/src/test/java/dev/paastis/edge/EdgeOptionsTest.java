// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.gateway.observe.AccessFormat;
import dev.paastis.gateway.observe.AccessLog;
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
  void optionsOfOneGateway_areRead_orLeftToTheEngine() {
    EdgeOptions.Around plain = read("--engine", "http://e").around();
    assertThat(plain).isEqualTo(EdgeOptions.Around.PLAIN);

    EdgeOptions.Around around =
        read(
                "--engine=http://e",
                "--tls-port=8443",
                "--certificates=" + folder,
                "--forward-auth-port=8081",
                "--trusted-peers=none",
                "--proxy-protocol=10.0.0.0/8,::1",
                "--access-log-queries",
                "--access-log=stdout",
                "--access-log-format=combined")
            .around();
    assertThat(around.tls()).isEqualTo(new EdgeOptions.Tls(8443, folder));
    assertThat(around.forwardAuthPort()).isEqualTo(8081);
    assertThat(around.trustedPeers()).isEmpty();
    assertThat(around.proxyProtocol()).containsExactly("10.0.0.0/8", "::1");
    assertThat(around.log()).isEqualTo(new AccessLog.Target(null, AccessFormat.COMBINED, true));
  }

  @Test
  void everyOption_isInTheHelp() {
    assertThat(EdgeOptions.HELP.lines().map(String::strip).filter(l -> l.startsWith("--")))
        .hasSize(14)
        .allMatch(line -> EdgeOptions.isKnown(line.split(" ", 2)[0]));
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
    refuses("need each other", "--engine", "http://e", "--tls-port", "8443");
    refuses("is no folder", "--engine=http://e", "--tls-port=1", "--certificates=/nowhere/at/all");
    refuses("neither an address", "--engine", "http://e", "--trusted-peers", "ten,none");
    refuses("must be json, common", "--engine", "http://e", "--access-log-format", "xml");
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
