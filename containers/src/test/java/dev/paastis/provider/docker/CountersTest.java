// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import static dev.paastis.provider.docker.FakeEngine.answer;
import static dev.paastis.provider.docker.Fixture.call;
import static dev.paastis.provider.docker.Fixture.done;
import static dev.paastis.provider.docker.Fixture.refused;
import static dev.paastis.provider.docker.Fixture.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.provider.Provider;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Work.Used;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an engine's counters mean. */
class CountersTest {
  private FakeEngine engine;
  private Provider provider;

  @BeforeEach
  void begin() throws Exception {
    engine = new FakeEngine();
    provider = Fixture.open(engine.host());
  }

  @AfterEach
  void end() {
    provider.close();
    engine.close();
  }

  private static String inspection(String state) {
    return """
    {"Id": "web", "Name": "/web", "State": {%s, "StartedAt": "2026-11-20T09:00:00Z"},
     "Config": {"Labels": {"paastis.enable": "true", "paastis.port": "8080"}}}\
    """
        .formatted(state);
  }

  private void running() {
    engine.put("web", inspection("\"Status\": \"running\", \"Running\": true"));
  }

  @Test
  void times_of_all_cores_and_bytes_of_all_networks_are_told_for_this_life() {
    running();
    engine.fault(
        "/stats",
        answer(
            200,
            """
            {"read": "2026-11-20T10:00:00.5Z", "cpu_stats": {"cpu_usage": {"total_usage": 1500000000},
             "online_cpus": 2}, "precpu_stats": {"cpu_usage": {"total_usage": 1400000000}},
             "networks": {"eth0": {"rx_bytes": 7, "tx_bytes": 40}, "eth1": {"tx_bytes": 2}}}\
            """));

    assertThat(done(provider.work("web", call())).parts())
        .isEqualTo(Map.of("web since 2026-11-20T09:00:00Z", new Used(Duration.ofMillis(1500), 42)));
  }

  @Test
  void container_on_the_network_of_the_machine_sends_nothing_that_is_counted() {
    running();
    engine.fault("/stats", answer(200, "{\"cpu_stats\": {\"cpu_usage\": {\"total_usage\": 5}}}"));

    assertThat(done(provider.work("web", call())).parts().values())
        .containsExactly(new Used(Duration.ofNanos(5), 0));
  }

  @Test
  void container_that_does_not_run_uses_nothing() {
    engine.put("web", inspection("\"Status\": \"exited\", \"ExitCode\": 0"));

    assertThat(done(provider.work("web", call())).parts()).isEmpty();
  }

  @Test
  void engine_that_does_not_count_is_told_as_unknown() {
    running();
    engine.fault("/stats", answer(500, "{\"message\": \"cgroups are not mounted\"}"));
    assertThat(unknown(provider.work("web", call()))).contains("cgroups are not mounted");

    engine.fault("/stats", answer(200, "{\"cpu_stats\": {}}"));
    assertThat(unknown(provider.work("web", call()))).contains("does not count");

    engine.fault("/stats", answer(200, ""));
    assertThat(unknown(provider.work("web", call(Duration.ofSeconds(2))))).isNotBlank();
  }

  @Test
  void app_that_is_gone_is_refused() {
    assertThat(refused(provider.work("gone", call())).kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
  }
}
