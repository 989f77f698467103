// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.FreePort;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.Launcher;
import dev.paastis.checks.installation.Launcher.Outcome;
import dev.paastis.checks.installation.Web;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One clear line and the exit code of the contract; never a stack trace. */
@EndToEnd
class BadInputTest {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int REFUSED = 3;
  private static final int UNREACHABLE = 4;

  private static Installation server;
  @TempDir Path folder;

  @BeforeAll
  static void serve() throws IOException {
    server = Installation.serve(AppFile.create().app("app", Map.of()));
  }

  @AfterAll
  static void close() throws IOException {
    server.close();
  }

  @Test
  void unknownHost_is404_namingTheGatewayAndNoOtherApp() throws Exception {
    HttpResponse<String> answer = Web.get(server.at("nobody.localhost", "/"));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("Paastis", "nobody.localhost").doesNotContain("app.example");
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .isEqualTo("application/problem+json");
  }

  @Test
  void customHost_answers() throws Exception {
    assertThat(Web.get(server.at("app.example.test", "/")).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "'idle-timeout: soon', 1, idle-timeout, 15m",
    "'idle-timeut: 5m', 1, idle-timeut, idle-timeout",
    "'accounts: [{name: a, provider: horoku}]', 1, provider, local"
  })
  void brokenFile_toldWithLineKeyAndAllowedValues(
      String line, int number, String key, String allowed) throws Exception {
    Files.writeString(folder.resolve("paastis.yml"), line + "\n");
    Outcome outcome = serveIn(folder, FreePort.next(), FreePort.next());
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(USAGE);
    assertThat(outcome.err()).contains("paastis.yml:" + number, key, allowed);
    assertOneLine(outcome);
  }

  @Test
  void fileThatIsNoYaml_toldWithItsLine() throws Exception {
    Files.writeString(folder.resolve("paastis.yml"), "space: test\naccounts: [\n");
    Outcome outcome = serveIn(folder, FreePort.next(), FreePort.next());
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(USAGE);
    assertThat(outcome.err()).contains("paastis.yml:");
    assertOneLine(outcome);
  }

  @Test
  void portTaken_toldWithThePort() throws Exception {
    Files.writeString(folder.resolve("paastis.yml"), "space: test\n");
    Outcome outcome = serveIn(folder, server.port(), FreePort.next());
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(FAILED);
    assertThat(outcome.err()).contains("" + server.port()).containsIgnoringCase("--port");
    assertOneLine(outcome);
  }

  @Test
  void consolePortTaken_toldWithThePort() throws Exception {
    Files.writeString(folder.resolve("paastis.yml"), "space: test\n");
    Outcome outcome = serveIn(folder, FreePort.next(), server.consolePort());
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(FAILED);
    assertThat(outcome.err()).contains("" + server.consolePort());
    assertOneLine(outcome);
  }

  @Test
  void wrongToken_isRefused() {
    Outcome outcome = server.cli("apps", "--token", "wrong");
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(REFUSED);
    assertOneLine(outcome);
  }

  @Test
  void unknownApp_isRefusedByName() {
    Outcome outcome = server.cli("wake", "nosuchapp");
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(REFUSED);
    assertThat(outcome.err()).contains("nosuchapp");
    assertOneLine(outcome);
  }

  @Test
  void noServer_isNotReachable() throws Exception {
    String url = "http://localhost:" + FreePort.next();
    Map<String, String> environment = Map.of("PAASTIS_HOME", folder.toString());
    Outcome outcome = Launcher.run(folder, environment, "apps", "--url", url, "--token", "any");
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(UNREACHABLE);
    assertThat(outcome.err()).contains(url);
    assertOneLine(outcome);
  }

  @Test
  void unknownCommandAndOption_areUsage() {
    assertThat(server.cli("slep").exitCode()).isEqualTo(USAGE);
    assertThat(server.cli("apps", "--nonsense").exitCode()).isEqualTo(USAGE);
    assertThat(server.cli("serve", "--nonsense").exitCode()).isEqualTo(USAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "/apps/nosuchapp, 404, app-not-found",
    "/nosuchthing, 404, not-found",
    "/events?limit=many, 400, invalid-request"
  })
  void wrongApiCall_isAProblemWithItsCode(String path, int status, String code) throws Exception {
    HttpResponse<String> answer = server.api().get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"" + code + "\"").doesNotContain("\tat ");
  }

  @Test
  void apiWithoutToken_isRefused() throws Exception {
    HttpResponse<String> answer = Web.get(server.console("/api/v1/apps"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("unauthenticated");
  }

  private static Outcome serveIn(Path folder, int port, int consolePort) {
    return Launcher.run(
        folder,
        Map.of("PAASTIS_TLS_PORT", "0"),
        "serve",
        "--port",
        "" + port,
        "--console-port",
        "" + consolePort,
        "--home",
        folder.resolve("home").toString());
  }

  /** One line, or two where the second says what to do; no stack trace anywhere. */
  private static void assertOneLine(Outcome outcome) {
    assertThat(outcome.err().strip().lines().count()).as(outcome.err()).isBetween(1L, 2L);
    assertThat(outcome.err() + outcome.out()).doesNotContain("\tat ", "Exception");
  }
}
