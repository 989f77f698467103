// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.SetTime;
import dev.paastis.checks.installation.Web;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.heroku.HerokuEmulator;
import dev.paastis.emulator.render.RenderEmulator;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.config.Configuration;
import dev.paastis.server.config.ConfigurationReader;
import dev.paastis.server.wiring.DayCalendars;
import dev.paastis.server.wiring.Launch;
import dev.paastis.server.wiring.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A weekend in Paris on which the clocks change, with Easter Monday after it: a process of this
 * machine, and a group across Heroku and Render.
 */
@EndToEnd
class WeekTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration QUICK = Duration.ofMillis(100);
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir private Path folder;
  private final SetTime time = new SetTime(at("2027-03-26T17:00"));
  private HerokuEmulator heroku;
  private RenderEmulator render;
  private RunningServer server;

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(PARIS).toInstant();
  }

  @BeforeEach
  void serve() throws IOException {
    heroku = HerokuEmulator.start(emulated("HRKU-token", 0));
    heroku.addApp("shop-web", 1, 1, "Standard-1X");
    render = RenderEmulator.start(emulated("rnd_key", 1));
    Path file = folder.resolve("paastis.yml");
    Files.writeString(file, AppFile.create().idle("9d").app("hello", Map.of()).text() + policies());
    Path home = Files.createDirectory(folder.resolve("home"));
    DayCalendars calendars = new DayCalendars(home, time);
    Configuration configuration =
        ConfigurationReader.parse(
            file,
            Files.readString(file),
            Map.of("HEROKU", "HRKU-token", "RENDER", "rnd_key"),
            calendars);
    Launch.Ports ports = new Launch.Ports(0, 0);
    server =
        RunningServer.start(
            new Launch(
                home,
                configuration,
                calendars,
                ports,
                true,
                new Launch.Times(time, Ticker.system())),
            Map.of());
    server.introduce();
  }

  private static EmulatorSettings emulated(String token, int apps) {
    return new EmulatorSettings(
        0, apps, token, InstantSource.system(), new Pace(QUICK, QUICK, QUICK));
  }

  private String policies() {
    return """
      - {name: agency, provider: heroku, token: "${HEROKU}", import: [".*"], api-url: "%s", router-url: "%s"}
      - {name: render, provider: render, api-key: "${RENDER}", import: [".*"], api-url: "%s", router-url: "%s"}
    windows:
      - {name: week, zone: Europe/Paris, awake: mon-fri 08:00-20:00, holidays: fr, apps: ".*", quiet: 1s}
    rules:
      - {pattern: "shop-web|%s", join-group: shop}
    """
        .formatted(heroku.api(), heroku.router(), render.api(), render.router(), onRender());
  }

  private String onRender() {
    return "shop";
  }

  @AfterEach
  void close() {
    server.close();
    heroku.close();
    render.close();
  }

  @Test
  void everything_sleepsOverTheLongWeekend_andIsReadyOnTuesday() throws Exception {
    await(() -> state("shop-web").equals("awake") && state(onRender()).equals("awake"));
    assertThat(visit("hello")).isEqualTo(200);
    to("2027-03-26T19:59");
    assertThat(states()).containsOnly("awake");

    to("2027-03-26T20:00");
    awaitAll("asleep");
    assertThat(heroku.formation("shop-web")).isEqualTo("web=0:Standard-1X worker=0:Standard-1X");

    to("2027-03-27T12:00");
    assertThat(visit("hello")).as("a request wakes it on a Saturday").isEqualTo(200);
    to("2027-03-27T12:06");
    awaitAll("asleep");

    to("2027-03-29T08:30");
    assertThat(states())
        .as("Easter Monday, the day after the clocks changed")
        .containsOnly("asleep");

    to("2027-03-30T07:59");
    await(() -> state("shop-web").equals("awake"));
    to("2027-03-30T08:00");
    awaitAll("awake");
    assertThat(heroku.formation("shop-web")).isEqualTo("web=1:Standard-1X worker=1:Standard-1X");
    to("2027-03-30T08:59");
    assertThat(states()).as("what starts the day is left alone for a while").containsOnly("awake");
    assertThat(causes("shop-web")).contains("window");
  }

  private void to(String local) throws InterruptedException {
    time.set(at(local));
    server.catchUp();
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).until(condition);
  }

  private void awaitAll(String state) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          server.catchUp();
          assertThat(states()).containsOnly(state);
        });
  }

  private int visit(String app) throws IOException {
    return Web.get(URI.create("http://%s.localhost:%d/".formatted(app, server.gatewayPort())))
        .statusCode();
  }

  private List<String> states() throws IOException {
    return get("/apps")
        .path("items")
        .valueStream()
        .map(app -> app.path("state").asString())
        .toList();
  }

  private String state(String app) throws IOException {
    return get("/apps/" + app).path("state").asString();
  }

  private List<String> causes(String app) throws IOException {
    return get("/events?app=" + app)
        .path("items")
        .valueStream()
        .map(event -> event.path("cause").path("kind").asString())
        .toList();
  }

  private JsonNode get(String path) throws IOException {
    String token = Files.readString(folder.resolve("home/admin.token")).strip();
    HttpRequest request =
        Web.to(URI.create(server.consoleUrl() + "/api/v1" + path))
            .header("Authorization", "Bearer " + token)
            .build();
    return JSON.readTree(Web.send(request).body());
  }
}
