// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.paastis.provider.ProviderKind;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerKindTest {
  @Test
  void kind_isFound() {
    assertThat(ServiceLoader.load(ProviderKind.class))
        .extracting(ProviderKind::name)
        .contains("docker");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "docker",
        "/var/run/docker.sock",
        "unix://var/run/docker.sock",
        "unix:///",
        "http://127.0.0.1:2375",
        "ssh://host",
        "tcp://",
        "tcp://host:99999",
        "tcp://host/path",
        "tcp://a b"
      })
  void senselessHost_isRefusedWithWhatToWrite(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fixture.open(host))
        .withMessageContaining("'" + host + "'")
        .withMessageContaining("unix:///path/of/the/socket or tcp://host:port");
  }

  @ParameterizedTest
  @CsvSource({"label, =true", "label, ' '", "label, a b=c", "mode, kill"})
  void senselessSetting_isRefused(String name, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fixture.open("unix:///nowhere", name, value))
        .withMessageContaining(name + " of a Docker account must");
  }

  @Test
  void hostWithoutPort_getsTheUsualOne_andIsWherePublishedPortsAre() {
    DockerSettings settings =
        DockerSettings.parse("tcp://[2001:db8::1]", "paastis.enable=true", "stop", null, null);

    assertThat(settings.host()).hasToString("tcp://[2001:db8::1]:2375");
    assertThat(settings.address()).isEqualTo("2001:db8::1");
  }

  @Test
  void engineThatIsNotThere_isUnknown() {
    try (var provider = Fixture.open("unix:///nowhere/docker.sock")) {
      assertThat(Fixture.unknown(provider.discover(Fixture.call())))
          .contains("unix:///nowhere/docker.sock");
    }
  }

  @Test
  void label_matchesByKeyAlone_unlessItSaysNo() {
    DockerSettings.Chosen chosen = DockerSettings.Chosen.parse("sleepy");

    assertThat(new Labels(Map.of("sleepy", "")).match(chosen)).isFalse();
    assertThat(new Labels(Map.of("sleepy", "yes")).match(chosen)).isTrue();
    assertThat(new Labels(Map.of("sleepy", "False")).match(chosen)).isFalse();
    assertThat(new Labels(Map.of()).match(chosen)).isFalse();
  }

  @Test
  void labels_bearNonsense() {
    Labels labels =
        new Labels(
            Map.of(
                "paastis.port", "http",
                "paastis.hosts", " ,, ",
                "paastis.production", "ja",
                "com.docker.compose.container-number", "one",
                "com.docker.compose.depends_on", ",:,a:service_healthy:true,b"));

    assertThat(labels.port()).isEqualTo(OptionalInt.empty());
    assertThat(labels.hosts()).isEqualTo(List.of());
    assertThat(labels.production()).isTrue();
    assertThat(labels.number()).isEqualTo(1);
    assertThat(labels.dependsOn()).containsExactly(Map.entry("a", true), Map.entry("b", false));
  }
}
