// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.api.RouteLine;
import dev.paastis.edge.wire.GarbledException;
import dev.paastis.edge.wire.RouteLines;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteLinesTest {
  static Stream<RouteLine> lines() {
    return Stream.of(
        Told.snapshot("e"),
        RouteLine.resume("e", 7, Told.SETTINGS),
        RouteLine.route(Told.awake(1, 5, 80), 8L),
        RouteLine.route(Told.asleep(2, 6), null),
        RouteLine.gone(Told.id(1), 9),
        RouteLine.rules(Told.RULES, 10),
        RouteLine.page(Told.page("waiting.html", "<p>{{app}}</p>")),
        RouteLine.written(Told.everything()),
        RouteLine.written(Told.guarded()),
        RouteLine.inForce(null),
        RouteLine.inForce(10L),
        RouteLine.complete(11),
        RouteLine.ask(12, Told.id(2)),
        RouteLine.beat());
  }

  @ParameterizedTest
  @MethodSource("lines")
  void writtenLine_isReadAsItWas(RouteLine line) throws GarbledException {
    assertThat(RouteLines.read(RouteLines.write(line))).isEqualTo(line);
  }

  @Test
  void nullsAndUnknownNames_arePassedOver() throws GarbledException {
    assertThat(RouteLines.read("{\"type\":\"beat\",\"epoch\":null,\"later\":{\"x\":[1,true]}}"))
        .isEqualTo(RouteLine.beat());
  }

  @Test
  void unknownNameInARouteOfTheOperator_isRefused_asItMightProtect() {
    String known = RouteLines.write(RouteLine.written(Told.guarded()));
    String later = known.replace("\"guard\":{", "\"guard\":{\"certificate\":\"needed\",");
    assertThat(later).isNotEqualTo(known);
    assertThatThrownBy(() -> RouteLines.read(later)).hasMessageContaining("'certificate'");
    assertThat(Told.guarded().toString()).doesNotContain("pbkdf2", Told.HASH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "{\"type\":\"rou",
        "[]",
        "{\"type\":7}",
        "{\"position\":1}",
        "{\"type\":\"beat\"} more",
        "{\"type\":\"route\",\"route\":{\"id\":\"x\"}}",
        "{\"type\":\"complete\",\"position\":\"1\"}",
        "{\"type\":\"written\",\"written\":{\"name\":\"x\",\"hosts\":[],\"paths\":[]}}",
        "{\"type\":\"page\",\"page\":{\"folder\":\"x\",\"name\":\"y\"}}"
      })
  void garbage_isRefused(String line) {
    assertThatThrownBy(() -> RouteLines.read(line)).isInstanceOf(GarbledException.class);
  }
}
