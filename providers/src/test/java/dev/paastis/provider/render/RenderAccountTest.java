// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import static dev.paastis.provider.render.RenderFixture.AMPLE;
import static dev.paastis.provider.render.RenderFixture.meanwhile;
import static dev.paastis.provider.render.RenderFixture.refusal;
import static dev.paastis.provider.render.RenderFixture.value;
import static dev.paastis.provider.render.RenderFixture.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Formation;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.emulator.render.RenderEmulator;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.DiscoveredApp.Trait;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Rights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a key may do, what its services are for, and what others do to them meanwhile. */
class RenderAccountTest {
  private final RenderFixture fixture = RenderFixture.driven(22);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void rights_name_the_user_and_count_the_services_without_changing_anything() {
    Rights rights = value(fixture.provider.rights(within(AMPLE)));

    assertThat(rights.owner()).isEqualTo("ops@example.org");
    assertThat(rights.apps()).isEqualTo(value(fixture.discover()).size());
    assertThat(rights.missing()).isEmpty();
    assertThat(fixture.orders()).isZero();
  }

  @Test
  void role_that_only_looks_is_told_for_its_workspace_and_may_indeed_not_suspend() {
    fixture.render.role(RenderEmulator.OWNER, "VIEWER");

    assertThat(value(fixture.provider.rights(within(AMPLE))).missing())
        .singleElement()
        .asString()
        .contains("'Agency tea-agency'", "can list but not suspend or resume", "VIEWER");
    assertThat(refusal(fixture.stop(running())).kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
  }

  @Test
  void what_a_key_may_not_read_is_not_missed() {
    Answer no = Answer.json(403, Map.of("message", "no"));
    fixture.render.role(RenderEmulator.OWNER, "VIEWER");
    fixture.render.faults().arm("GET /v1/users", 1, new Fault.Instead(no));

    Rights rights = value(fixture.provider.rights(within(AMPLE)));
    assertThat(rights.owner()).contains("Agency tea-agency");
    assertThat(rights.missing()).isEmpty();
  }

  @Test
  void workspace_that_the_key_does_not_see_is_missed() {
    try (RenderProvider typo = fixture.provider(List.of("tea-typo"), null)) {
      assertThat(value(typo.rights(within(AMPLE))).missing())
          .containsExactly("this key does not see the workspace 'tea-typo'; correct or remove it");
    }
  }

  @Test
  void previews_of_pull_requests_are_recognised() {
    List<DiscoveredApp> apps = value(fixture.discover());

    assertThat(apps).anyMatch(app -> app.traits().contains(Trait.REVIEW_APP));
    assertThat(apps).anyMatch(app -> app.traits().isEmpty());
    assertThat(apps).noneMatch(app -> app.traits().contains(Trait.PRODUCTION));
    assertThat(apps)
        .allMatch(app ->
            app.traits().contains(Trait.WORKER) != "web_service".equals(app.labels().get("type")));
  }

  @Test
  void service_whose_resume_is_under_way_is_starting() {
    String name = running();
    try (RenderFixture still = RenderFixture.still()) {
      still.render.suspend(name, "user");
      var start = meanwhile(() -> still.start(name, Formation.EMPTY));
      await().until(() -> still.render.calls("POST .+/resume") == 1);
      String deploys =
          "[{\"deploy\": {\"id\": \"d\", \"trigger\": \"service_resumed\","
              + " \"status\": \"update_in_progress\"}}]";
      still.render.faults().arm("GET .+/deploys", 1_000, new Fault.Instead(json(deploys)));

      assertThat(value(still.status(name))).isInstanceOf(AppStatus.Starting.class);
      still.render.faults().clear();
      assertThat(start).isNotDone();
    }
  }

  @Test
  void plan_changed_by_somebody_else_while_asleep_is_seen_and_gives_way_at_the_wake() {
    String name = running();
    Formation before = fixture.formationOf(name);
    value(fixture.stop(name));
    fixture.render.changeFormation(name, "pro", 3);
    assertThat(fixture.formationOf(name)).isNotEqualTo(before);

    value(fixture.start(name, before));
    assertThat(fixture.formationOf(name)).isEqualTo(before);
  }

  private String running() {
    return value(fixture.discover()).stream()
        .filter(app -> app.status() instanceof AppStatus.Running)
        .map(DiscoveredApp::name)
        .findFirst()
        .orElseThrow();
  }

  private static Answer json(String body) {
    return new Answer(200, Map.of("Content-Type", "application/json"), body);
  }
}
