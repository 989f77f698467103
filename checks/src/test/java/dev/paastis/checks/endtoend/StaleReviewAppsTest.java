// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.SetTime;
import dev.paastis.checks.installation.Web;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.heroku.HerokuEmulator;
import dev.paastis.server.config.Configuration;
import dev.paastis.server.config.ConfigurationReader;
import dev.paastis.server.wiring.DayCalendars;
import dev.paastis.server.wiring.Launch;
import dev.paastis.server.wiring.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Review apps on Heroku that nobody uses any more, with a rule that has them deleted. */
@EndToEnd
class StaleReviewAppsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration QUICK = Duration.ofMillis(50);
  private static final String TOKEN = "HRKU-token";
  private static final Instant FOUND = Instant.parse("2027-01-04T09:00:00Z");
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir private Path folder;
  private final SetTime time = new SetTime(FOUND);
  private HerokuEmulator heroku;
  private RunningServer server;

  @BeforeEach
  void serve() throws IOException {
    heroku =
        HerokuEmulator.start(
            new EmulatorSettings(
                0, 0, TOKEN, InstantSource.system(), new Pace(QUICK, QUICK, QUICK)));
    for (String app : List.of("review-1", "review-2", "review-3", "shop")) {
      heroku.addApp(app, 1, 0, "Standard-1X");
    }
    Path file = folder.resolve("paastis.yml");
    Files.writeString(
        file,
        """
        idle-timeout: 1h
        gateway: {port: 0}
        accounts:
          - {name: agency, provider: heroku, token: "${HEROKU}", import: [".*"], api-url: "%s", router-url: "%s"}
        rules:
          - {name: old reviews, pattern: "review-.*", stale-after: 30d, delete-stale: true}
        """
            .formatted(heroku.api(), heroku.router()));
    Path home = Files.createDirectory(folder.resolve("home"));
    DayCalendars calendars = new DayCalendars(home, time);
    Configuration configuration =
        ConfigurationReader.parse(file, Files.readString(file), Map.of("HEROKU", TOKEN), calendars);
    Launch launch =
        new Launch(
            home,
            configuration,
            calendars,
            new Launch.Ports(0, 0),
            true,
            new Launch.Times(time, time.ticker()));
    server = RunningServer.start(launch, Map.of());
    server.introduce();
  }

  @AfterEach
  void close() {
    server.close();
    heroku.close();
  }

  @Test
  void unusedReviewApp_isAnnouncedTwiceThenDeleted_andOneThatIsKeptOrUsedStays() throws Exception {
    Awaitility.await().atMost(PATIENCE).until(() -> names().size() == 4);
    onDay(29);
    assertThat(events("review-1")).isEmpty();

    onDay(31);
    awaitEvents("review-1", "stale-found");

    onDay(39);
    awaitEvents("review-1", "stale-found", "stale-warning");
    awaitEvents("review-2", "stale-found", "stale-warning");
    keep("review-2");

    onDay(40);
    assertThat(visit("review-3")).isEqualTo(200);

    onDay(45);
    awaitEvents("review-1", "stale-found", "stale-warning", "stale-warning");
    onDay(47);
    assertThat(atHeroku("review-1"))
        .as("the clock alone deletes nothing: an hour passes after the last warning")
        .isEqualTo(200);

    time.pass(Duration.ofMinutes(61));
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> {
          server.catchUp();
          return atHeroku("review-1") == 404;
        });
    Awaitility.await().atMost(PATIENCE).until(() -> !names().contains("review-1"));
    assertThat(names()).containsExactlyInAnyOrder("review-2", "review-3", "shop");
    assertThat(told("app-deleted").valueStream())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.path("cause").path("summary").asString()).isEqualTo("rule old reviews");
          assertThat(event.path("details").path("name").asString()).isEqualTo("review-1");
          assertThat(event.path("details").path("formation").asString()).contains("web: 1");
        });

    onDay(68);
    time.pass(Duration.ofMinutes(61));
    server.catchUp();
    assertThat(List.of(atHeroku("review-2"), atHeroku("review-3"), atHeroku("shop")))
        .containsOnly(200);
    assertThat(events("review-2")).contains("stale-kept").doesNotContain("app-deleted");
    assertThat(events("shop")).isEmpty();
  }

  private void onDay(long day) {
    time.set(FOUND.plus(Duration.ofDays(day)));
    server.catchUp();
  }

  private void awaitEvents(String app, String... types) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          server.catchUp();
          assertThat(events(app)).containsExactly(types);
        });
  }

  /** What was told of its becoming stale, oldest first. */
  private List<String> events(String app) throws IOException {
    return get("/events?limit=200&app=" + app)
        .path("items")
        .valueStream()
        .map(event -> event.path("type").asString())
        .filter(type -> type.startsWith("stale-") || type.equals("app-deleted"))
        .toList()
        .reversed();
  }

  private JsonNode told(String type) throws IOException {
    return get("/events?limit=200&type=" + type).path("items");
  }

  private List<String> names() throws IOException {
    return get("/apps")
        .path("items")
        .valueStream()
        .map(app -> app.path("name").asString())
        .toList();
  }

  private void keep(String app) throws IOException {
    HttpRequest request =
        to("/apps/" + app + "/keep")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"reason\": \"the customer still looks at it\"}"))
            .build();
    assertThat(Web.send(request).statusCode()).isEqualTo(200);
  }

  private int visit(String app) throws IOException {
    return Web.get(URI.create("http://%s.localhost:%d/".formatted(app, server.gatewayPort())))
        .statusCode();
  }

  private int atHeroku(String app) throws IOException {
    HttpRequest request =
        Web.to(URI.create(heroku.api() + "/apps/" + app))
            .header("Authorization", "Bearer " + TOKEN)
            .header("Accept", "application/vnd.heroku+json; version=3")
            .build();
    return Web.send(request).statusCode();
  }

  private JsonNode get(String path) throws IOException {
    return JSON.readTree(Web.send(to(path).build()).body());
  }

  private HttpRequest.Builder to(String path) throws IOException {
    String token = Files.readString(folder.resolve("home/admin.token")).strip();
    return Web.to(URI.create(server.consoleUrl() + "/api/v1" + path))
        .header("Authorization", "Bearer " + token);
  }
}
