// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import dev.paastis.server.config.Configuration;
import dev.paastis.server.config.ConfigurationReader;
import dev.paastis.server.wiring.DayCalendars;
import dev.paastis.server.wiring.Launch;
import dev.paastis.server.wiring.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Starts a server of its own in a passing folder, asks it what people ask first, and ends: the
 * virtual machine records meanwhile which classes a start needs, so that the real ones are faster.
 */
@Command(name = "train", hidden = true, description = "Record what a start needs (for the build).")
final class TrainCommand implements Callable<Integer> {
  private static final List<String> PATHS =
      List.of("/actuator/health/readiness", "/sign-in", "/api/v1/apps", "/openapi.json");

  @Override
  public Integer call() throws Exception {
    Path home = Files.createTempDirectory("paastis-train");
    try {
      Path file = home.resolve("demo.yml");
      Files.writeString(file, DemoFile.text("30s", home, ""));
      DayCalendars calendars = DayCalendars.in(home);
      Configuration configuration = ConfigurationReader.read(file, calendars);
      Launch launch = new Launch(home, configuration, calendars, new Launch.Ports(0, 0), true);
      try (RunningServer server = RunningServer.start(launch, Map.of())) {
        server.introduce();
        visit(server, Files.readString(home.resolve("admin.token")).strip());
      }
    } finally {
      delete(home);
    }
    return 0;
  }

  private static void visit(RunningServer server, String token)
      throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .cookieHandler(new java.net.CookieManager())
            .build();
    for (String path : PATHS) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.consoleUrl() + path))
              .header("Authorization", "Bearer " + token)
              .build();
      var _ = client.send(request, HttpResponse.BodyHandlers.discarding());
    }
    HttpRequest signIn = HttpRequest.newBuilder(URI.create(server.signInLink())).build();
    var _ = client.send(signIn, HttpResponse.BodyHandlers.discarding());
    HttpRequest wake =
        HttpRequest.newBuilder(URI.create(server.consoleUrl() + "/api/v1/apps/hello/wake?wait=20s"))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    var _ = client.send(wake, HttpResponse.BodyHandlers.discarding());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
