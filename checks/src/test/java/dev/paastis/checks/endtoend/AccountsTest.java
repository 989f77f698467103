// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.Launcher;
import dev.paastis.checks.installation.Web;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.heroku.HerokuEmulator;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An account on a platform, from the token to the farewell, by the command line. */
@EndToEnd
class AccountsTest {
  private static final String TOKEN = "HRKU-token-that-nobody-may-see";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration QUICK = Duration.ofMillis(200);

  private HerokuEmulator heroku;
  private Installation server;

  @BeforeEach
  void serve() throws IOException {
    heroku =
        HerokuEmulator.start(
            new EmulatorSettings(
                0, 0, TOKEN, InstantSource.system(), new Pace(QUICK, QUICK, QUICK)));
    heroku.addApp("bakery-staging", 1, 2, "Standard-1X");
    heroku.addApp("bakery-production", 2, 1, "Standard-2X");
    server = Installation.serve(AppFile.create().nearby().app("app", Map.of()));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    heroku.close();
  }

  @Test
  void account_isTriedKeptTakenOverAndLeft_withNothingLost() throws Exception {
    refusedTokenKeepsNothing();
    platformThatIsNotOnTheInternetKeepsNothing();
    foundAppsAreLeftAloneUntilTheyAreTakenOver();
    takenAppSleepsAndWakesWithItsFormation();
    productionIsNeverPutToSleep();
    credentialsOutliveAKilledEngine_andAreNowhereInTheClear();
    productionByMistakeIsTakenBack();
    removedAccountLeavesNothingAsleep();
  }

  private void refusedTokenKeepsNothing() {
    Launcher.Outcome refused = add("wrong-token");
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).doesNotContain("wrong-token").contains("Heroku");
    assertThat(done("accounts", "-o", "json")).doesNotContain("acme");
  }

  private void platformThatIsNotOnTheInternetKeepsNothing() {
    Launcher.Outcome refused = add(URI.create("http://10.1.2.3:8080"), TOKEN);
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).contains("not on the Internet", "gateway.private-upstreams");
    assertThat(done("accounts", "-o", "json")).doesNotContain("acme");
  }

  private void foundAppsAreLeftAloneUntilTheyAreTakenOver() {
    Launcher.Outcome added = add(TOKEN);
    assertThat(added.exitCode()).as(added.err()).isZero();
    assertThat(added.out()).contains("accepted", "2 apps").doesNotContain(TOKEN);
    assertThat(done("accounts", "found", "acme"))
        .contains("bakery-staging", "bakery-production", "never sleeps: production");
    assertThat(done("apps")).doesNotContain("bakery");
    assertThat(heroku.formation("bakery-staging"))
        .isEqualTo("web=1:Standard-1X worker=2:Standard-1X");
  }

  private void takenAppSleepsAndWakesWithItsFormation() throws Exception {
    done(
        "accounts",
        "import",
        "acme",
        "bakery-staging",
        "bakery-production",
        "--idle-timeout",
        "3s");
    server.api().awaitState("bakery-staging", "asleep");
    assertThat(heroku.formation("bakery-staging"))
        .isEqualTo("web=0:Standard-1X worker=0:Standard-1X");

    assertThat(Web.get(server.at("bakery-staging.localhost", "/")).body())
        .contains("bakery-staging");
    assertThat(heroku.formation("bakery-staging"))
        .isEqualTo("web=1:Standard-1X worker=2:Standard-1X");
  }

  private void productionIsNeverPutToSleep() throws Exception {
    server.api().awaitState("bakery-production", "awake");
    Launcher.Outcome asked = server.cli("sleep", "bakery-production");
    assertThat(asked.exitCode()).isEqualTo(3);
    assertThat(asked.err()).contains("production", "lift");
    assertThat(server.api().app("bakery-production").nextSleep()).isNull();
    assertThat(heroku.formation("bakery-production"))
        .isEqualTo("web=2:Standard-2X worker=1:Standard-2X");
  }

  private void credentialsOutliveAKilledEngine_andAreNowhereInTheClear() throws Exception {
    server.api().awaitState("bakery-staging", "asleep");
    server.kill();
    server.start();
    assertThat(Web.get(server.at("bakery-staging.localhost", "/")).statusCode()).isEqualTo(200);
    try (Stream<Path> files = Files.walk(server.home())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(contains(file, TOKEN)).as("%s holds the token", file).isFalse();
      }
    }
    assertThat(server.output()).doesNotContain(TOKEN);
  }

  private void productionByMistakeIsTakenBack() throws Exception {
    assertThat(done("accounts", "found", "acme")).contains("bakery-production (production)");
    done(
        "unprotect", "bakery-production", "--not-production", "--reason", "a copy of the real one");
    server.api().awaitState("bakery-production", "asleep");
    assertThat(server.api().app("bakery-production").production()).isNull();
    assertThat(server.api().events("bakery-production", "unprotected", 0))
        .singleElement()
        .satisfies(
            event -> assertThat(event.details()).containsEntry("reason", "a copy of the real one"));
  }

  private void removedAccountLeavesNothingAsleep() throws Exception {
    server.api().awaitState("bakery-staging", "asleep");
    done("accounts", "remove", "acme");
    assertThat(heroku.formation("bakery-production"))
        .isEqualTo("web=2:Standard-2X worker=1:Standard-2X");
    assertThat(heroku.formation("bakery-staging"))
        .isEqualTo("web=1:Standard-1X worker=2:Standard-1X");
    assertThat(done("accounts")).doesNotContain("acme");
    assertThat(done("apps")).doesNotContain("bakery");
  }

  @Test
  void revokedToken_isToldOnTheAccount_andItsAppsAreNotLeftUnnoticed() throws Exception {
    done(add(TOKEN));
    done("accounts", "import", "acme", "bakery-staging", "--idle-timeout", "2s");
    server.api().awaitState("bakery-staging", "asleep");
    heroku.revoke(TOKEN);

    assertThat(Web.get(server.at("bakery-staging.localhost", "/")).statusCode()).isEqualTo(504);
    done("accounts", "found", "acme", "--refresh");
    await("the account is refused")
        .atMost(PATIENCE)
        .until(() -> done("accounts").contains("refused"));
    Launcher.Outcome removed = server.cli("accounts", "remove", "acme");
    assertThat(removed.exitCode()).isEqualTo(3);
    assertThat(removed.err()).contains("bakery-staging", "leave-asleep");

    heroku.grant("HRKU-new", Duration.ofHours(1));
    done(rotate("HRKU-new"));
    assertThat(done("wake-all", "--account", "acme")).contains("bakery-staging");
    assertThat(heroku.formation("bakery-staging"))
        .isEqualTo("web=1:Standard-1X worker=2:Standard-1X");
  }

  private Launcher.Outcome add(String token) {
    return add(heroku.api(), token);
  }

  private Launcher.Outcome add(URI api, String token) {
    return server.cli(
        "accounts",
        "add",
        "acme",
        "--provider",
        "heroku",
        "--set",
        "api-url=" + api,
        "--set",
        "router-url=" + heroku.router(),
        "--secret",
        "token=file:" + file(token));
  }

  private Launcher.Outcome rotate(String token) {
    return server.cli("accounts", "rotate", "acme", "--secret", "token=file:" + file(token));
  }

  /** A file outside the data folder, which must not hold a credential. */
  private Path file(String token) {
    try {
      return Files.writeString(server.folder().resolve("token"), token);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String done(String... words) {
    return done(server.cli(words));
  }

  private static String done(Launcher.Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.out();
  }

  private static boolean contains(Path file, String text) throws IOException {
    byte[] content = Files.readAllBytes(file);
    return new String(content, StandardCharsets.ISO_8859_1).contains(text);
  }
}
