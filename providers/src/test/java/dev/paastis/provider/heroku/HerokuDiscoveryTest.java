// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import static dev.paastis.provider.heroku.HerokuFixture.cause;
import static dev.paastis.provider.heroku.HerokuFixture.refusal;
import static dev.paastis.provider.heroku.HerokuFixture.soon;
import static dev.paastis.provider.heroku.HerokuFixture.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.app.Upstream;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HerokuDiscoveryTest {
  private static final String ODD_APPS =
      """
      [{"id": "a-1", "name": "odd", "web_url": "https://odd-1.herokuapp.com/", "region": null,
        "released_at": "2026-05-04T09:12:00Z", "archived_at": null, "new": {"deep": [1]}},
       {"id": null, "name": "nameless"},
       {"id": "a-2", "name": "hidden", "web_url": null, "released_at": "2026-05-04T09:12:00Z"},
       {"id": "a-3", "name": "broken", "web_url": "no address", "released_at": "2026-05-04"},
       "what?"]
      """;
  private static final String ODD_ROWS =
      """
      [{"type": "web", "quantity": "2", "size": null, "dyno_size": {"name": "1C-0.5GB"}, "x": 1},
       {"type": "worker", "quantity": null},
       {"quantity": 3}]
      """;

  @Test
  void list_is_read_in_pages_and_each_formation_once() {
    try (HerokuFixture fixture = new HerokuFixture(1_010)) {
      List<DiscoveredApp> apps = fixture.discovered(fixture.provider());

      assertThat(apps).hasSize(1_010);
      assertThat(apps).extracting(DiscoveredApp::ref).doesNotHaveDuplicates();
      assertThat(fixture.heroku().callsMade()).isEqualTo(2 + 1 + 1_010);
    }
  }

  @Test
  void status_comes_with_formation_and_hashed_host() {
    try (HerokuFixture fixture = new HerokuFixture(8)) {
      List<DiscoveredApp> apps = fixture.discovered(fixture.provider());

      String host = fixture.heroku().host("shop-api").orElseThrow();
      assertThat(named(apps, "shop-api").status())
          .isEqualTo(
              new AppStatus.Running(
                  new Upstream("https", host, 443),
                  formation(row("web", 2, "Standard-2X"), row("worker", 3, "Standard-2X"))));
      assertThat(host).startsWith("shop-api-");
      // Nobody remembers what an app ran that was never awake in our sight: one web dyno.
      assertThat(named(apps, "shop-pr57").status())
          .isEqualTo(
              new AppStatus.Stopped(formation(row("web", 1, "Eco"), row("worker", 0, "Eco"))));
    }
  }

  @Test
  void apps_that_no_request_could_wake_are_left_out() {
    try (HerokuFixture fixture = new HerokuFixture(0)) {
      fixture.heroku().addApp("site", 1, 0, "Basic");
      fixture.heroku().addBlankApp("blank");
      fixture.heroku().addInternalApp("vault");
      fixture.heroku().addApp("robot", 0, 1, "Basic");
      fixture.heroku().removeProcessType("robot", "web");

      assertThat(fixture.discovered(fixture.provider()))
          .extracting(DiscoveredApp::name)
          .containsExactly("site");
    }
  }

  @Test
  void region_and_team_narrow_the_list() {
    try (HerokuFixture fixture = new HerokuFixture(32);
        HerokuProvider american = fixture.provider("us", null);
        HerokuProvider agency = fixture.provider(null, "agency");
        HerokuProvider nobody = fixture.provider("eu", "agency")) {
      assertThat(fixture.discovered(american))
          .extracting(DiscoveredApp::name)
          .hasSize(16)
          .allMatch(name -> name.startsWith("bakery") || name.startsWith("clinic"));
      assertThat(fixture.discovered(agency))
          .extracting(DiscoveredApp::name)
          .hasSize(8)
          .allMatch(name -> name.startsWith("clinic"));
      assertThat(fixture.discovered(nobody)).isEmpty();
    }
  }

  @Test
  void unknown_fields_nulls_and_broken_entries_do_no_harm() {
    try (HerokuFixture fixture = new HerokuFixture(0)) {
      instead(fixture, "GET /apps", ODD_APPS);
      instead(fixture, "GET /apps/a-1/formation", ODD_ROWS);

      assertThat(fixture.discovered(fixture.provider()))
          .containsExactly(
              new DiscoveredApp(
                  "a-1",
                  "odd",
                  List.of(),
                  new AppStatus.Running(
                      new Upstream("https", "odd-1.herokuapp.com", 443),
                      formation(row("web", 2, "1C-0.5GB"), row("worker", 0, "")))));
    }
  }

  @Test
  void answer_without_sense_is_unknown() {
    try (HerokuFixture fixture = new HerokuFixture(1)) {
      instead(fixture, "GET /apps", "<html>");
      assertThat(cause(fixture.provider().discover(soon()))).contains("no sense");

      instead(fixture, "GET /apps/.+/formation", "{}");
      assertThat(cause(fixture.provider().discover(soon()))).contains("no sense");
    }
  }

  @Test
  void list_that_leads_back_to_itself_ends() {
    try (HerokuFixture fixture = new HerokuFixture(0)) {
      Answer page = Answer.json(206, List.of()).with("Next-Range", "id ..; max=1000");
      fixture.heroku().faults().arm("GET /apps", 10, new Fault.Instead(page));

      assertThat(cause(fixture.provider().discover(soon()))).contains("does not end");
    }
  }

  @Test
  void app_deleted_between_list_and_formation_is_left_out() {
    try (HerokuFixture fixture = new HerokuFixture(3)) {
      Answer gone =
          Answer.json(404, Map.of("id", "not_found", "message", "Couldn't find that app."));
      fixture
          .heroku()
          .faults()
          .arm("GET /apps/" + fixture.ref("shop") + "/formation", 1, new Fault.Instead(gone));

      assertThat(fixture.discovered(fixture.provider())).hasSize(2);
    }
  }

  @Test
  void fleet_that_fits_waits_for_the_rate_limit_and_spends_nothing() {
    try (HerokuFixture fixture = new HerokuFixture(50)) {
      fixture.heroku().leaveCalls(Survey.RESERVE + 20);

      Refusal refusal = refusal(fixture.provider().discover(soon()));

      assertThat(refusal.kind()).isEqualTo(Refusal.Kind.RATE_LIMITED);
      assertThat(refusal.message()).contains("a call for each of 50");
      assertThat(fixture.heroku().callsMade()).isEqualTo(2); // the apps and their pipelines
      fixture.later(Duration.ofMinutes(1));
      assertThat(fixture.discovered(fixture.provider())).hasSize(50);
    }
  }

  @Test
  void ten_thousand_apps_are_listed_in_ten_calls_and_looked_at_in_turns() {
    try (HerokuFixture fixture = new HerokuFixture(10_000)) {
      fixture.heroku().leaveCalls(Survey.RESERVE + 110);

      Refusal refusal = refusal(fixture.provider().discover(soon()));

      assertThat(refusal.message()).contains("of 10000 apps").contains("rate limit");
      // the clock goes on while the test runs, and brings a few calls back
      assertThat(fixture.heroku().callsMade()).isBetween(10 + 100, 10 + 200);
      assertThat(fixture.heroku().callsLeft()).isGreaterThanOrEqualTo(Survey.RESERVE);
    }
  }

  @Test
  void fleet_too_large_for_the_rate_limit_is_told_of_when_all_was_seen() {
    int apps = HerokuApi.FULL_BUCKET - Survey.RESERVE + 1;
    try (HerokuFixture fixture = new HerokuFixture(apps)) {
      assertThat(refusal(fixture.provider().discover(soon())).message())
          .contains("of " + apps + " apps");
      fixture.later(Duration.ofMinutes(2));

      assertThat(fixture.discovered(fixture.provider())).hasSize(apps);
      assertThat(fixture.heroku().callsLeft()).isGreaterThanOrEqualTo(Survey.RESERVE - 10);
    }
  }

  @Test
  void survey_that_runs_out_of_time_goes_on_next_time() {
    try (HerokuFixture fixture = new HerokuFixture(8)) {
      String slow = "GET /apps/" + fixture.ref("shop") + "/formation";
      fixture.heroku().faults().arm(slow, 10, new Fault.Late(Duration.ofMinutes(1)));

      assertThat(cause(fixture.provider().discover(within(Duration.ofSeconds(5)))))
          .isEqualTo("of 8 apps 7 were looked at so far; the rest follow next time");
      fixture.heroku().faults().clear();
      assertThat(fixture.discovered(fixture.provider())).hasSize(8);
    }
  }

  @Test
  void refused_and_lost_lists_are_told() {
    try (HerokuFixture fixture = new HerokuFixture(2)) {
      // more often than the JDK's client asks again by itself, which it does for a GET
      fixture.heroku().faults().arm("GET /apps", 10, new Fault.CutAfter());
      assertThat(cause(fixture.provider().discover(soon()))).contains("GET /apps");

      fixture.heroku().faults().clear();
      fixture.heroku().revoke(HerokuFixture.TOKEN);
      Refusal refusal = refusal(fixture.provider().discover(soon()));
      assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAUTHORIZED);
      assertThat(refusal.message()).contains("authorizations:create");
    }
  }

  @Test
  void settings_do_not_print_the_token() {
    assertThat(HerokuSettings.of(new Secret(HerokuFixture.TOKEN)).toString())
        .contains("https://api.heroku.com")
        .doesNotContain(HerokuFixture.TOKEN);
  }

  private static void instead(HerokuFixture fixture, String call, String json) {
    Answer answer = new Answer(200, Map.of("Content-Type", "application/json"), json);
    fixture.heroku().faults().arm(call, 1, new Fault.Instead(answer));
  }

  private static DiscoveredApp named(List<DiscoveredApp> apps, String name) {
    return apps.stream().filter(app -> app.name().equals(name)).findFirst().orElseThrow();
  }

  private static Formation formation(ProcessType... rows) {
    return new Formation(List.of(rows), Map.of());
  }

  private static ProcessType row(String type, int quantity, String size) {
    return new ProcessType(type, quantity, size);
  }
}
