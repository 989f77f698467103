// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.cli.FakeServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorsTest {
  @TempDir private Path home;

  private static String refusingAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://localhost:" + socket.getLocalPort();
    }
  }

  @Test
  void server_that_is_not_there_is_not_reachable() throws IOException {
    String url = refusingAddress();

    Run run = Run.of(Map.of(), home, "apps", "--url", url);

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err())
        .startsWith("paastis: no answer from " + url + " (connection refused)")
        .contains("./paastis demo")
        .hasLineCount(1);
  }

  @Test
  void server_that_hangs_up_is_not_reachable() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> hangUp(socket));

      Run run =
          Run.of(Map.of(), home, "apps", "--url", "http://localhost:" + socket.getLocalPort());

      assertThat(run.code()).isEqualTo(4);
      assertThat(run.err()).contains("connection broken").hasLineCount(1);
    }
  }

  private static void hangUp(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        socket.accept().close();
      } catch (IOException closed) {
        return;
      }
    }
  }

  @Test
  void wrong_token_of_a_file_names_the_file() throws IOException {
    Path file = Files.writeString(home.resolve("admin.token"), "wrong\n");
    try (FakeServer server = new FakeServer()) {
      Files.writeString(home.resolve("server.url"), server.url() + "/\n");

      Run run = Run.of(Map.of("PAASTIS_HOME", home.toString()), home, "apps");

      assertThat(run.code()).isEqualTo(3);
      assertThat(run.err()).contains("the token from " + file).contains("(unauthenticated)");
      assertThat(run.err()).doesNotContain("wrong");
    }
  }

  @Test
  void wrong_token_of_a_variable_names_the_variable() throws IOException {
    try (FakeServer server = new FakeServer()) {
      Map<String, String> environment =
          Map.of("PAASTIS_URL", server.url(), "PAASTIS_TOKEN", "wrong");

      assertThat(Run.of(environment, home, "apps").err()).contains("the token from PAASTIS_TOKEN");
    }
  }

  @Test
  void missing_token_names_the_file_that_would_have_it() throws IOException {
    try (FakeServer server = new FakeServer()) {
      Run run = Run.of(Map.of("PAASTIS_URL", server.url()), home, "apps");

      assertThat(run.code()).isEqualTo(3);
      assertThat(run.err()).contains(home.resolve(".paastis/admin.token") + " does not exist");
    }
  }

  @Test
  void answer_of_something_else_is_told() throws IOException {
    try (FakeServer server = new FakeServer()) {
      server.on("GET /apps", new Answer(200, "text/html", "<html>", ""));

      Run run =
          Run.of(Map.of("PAASTIS_TOKEN", FakeServer.TOKEN), home, "apps", "--url", server.url());

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("something that is not Paastis");
    }
  }

  @Test
  void wrong_usage_is_one_line_with_code_2() {
    assertThat(Run.of(Map.of(), home, "wkae"))
        .isEqualTo(
            new Run(
                2,
                "",
                "paastis: unknown command 'wkae'; did you mean 'wake'? (see paastis --help)\n"));
    assertThat(Run.of(Map.of(), home, "wake").code()).isEqualTo(2);
    assertThat(Run.of(Map.of(), home, "apps", "--output", "xml").err())
        .contains("'xml' is neither table nor json");
    assertThat(Run.of(Map.of(), home, "apps", "--url", "nope").err())
        .contains("'nope' from --url is not an address");
    assertThat(Run.of(Map.of(), home, "--home", "x", "demo", "--idle", "3s").err())
        .contains("'demo' comes first");
  }

  @Test
  void debug_prints_the_stack_trace() throws IOException {
    Run run = Run.of(Map.of(), home, "apps", "--debug", "--url", refusingAddress());

    assertThat(run.err()).contains("at dev.paastis.cli").contains("Caused by");
  }

  @Test
  void help_lists_every_command_in_groups_and_the_exit_codes() {
    Run run = Run.of(Map.of(), home, "--help");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(
            "Run:\n  demo",
            "Apps:\n  apps",
            "Platforms:\n  accounts",
            "Look:\n  events",
            "Develop:\n  verify")
        .contains("4  not reachable");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(Run.of(Map.of(), home).out()).isEqualTo(run.out());
  }
}
