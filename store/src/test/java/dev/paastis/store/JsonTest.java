// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Cause;
import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows of earlier versions are read for ever: these texts must not change. */
final class JsonTest {
  @Test
  void a_cause_is_written_as_ever() {
    assertThat(Json.write(new Cause(Cause.Kind.REQUEST, "GET /", Map.of("path", "/"))))
        .isEqualTo("{\"kind\":\"REQUEST\",\"summary\":\"GET /\",\"details\":{\"path\":\"/\"}}");
  }

  @Test
  void a_formation_is_written_as_ever() {
    assertThat(Json.write(new Formation(List.of(new ProcessType("web", 2, "M")), Map.of("k", "v"))))
        .isEqualTo(
            "{\"processes\":[{\"name\":\"web\",\"quantity\":2,\"size\":\"M\"}],"
                + "\"extras\":{\"k\":\"v\"}}");
  }
}
