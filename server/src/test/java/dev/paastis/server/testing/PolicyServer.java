// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.testing;

import dev.paastis.server.config.ConfigurationReader;
import dev.paastis.server.wiring.DayCalendars;
import dev.paastis.server.wiring.Launch;
import dev.paastis.server.wiring.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole server with its database, and a file that says something of when apps sleep. */
public final class PolicyServer implements AutoCloseable {
  private static final String FILE =
      """
      space: agency
      accounts:
        - name: this-machine
          apps:
            blog: {command: [sleep, "600"]}
            shop: {command: [sleep, "600"]}
            shop-api: {command: [sleep, "600"]}
            wiki: {command: [sleep, "600"]}
      windows:
        - {name: nights, zone: Europe/Paris, awake: "mon-fri 08:00-20:00", holidays: fr}
      rules:
        - {name: shop at night, pattern: "shop.*", windows: [nights]}
        - {pattern: "wiki", idle-timeout: 1h}
      groups:
        - {name: store, members: [shop-api, shop]}
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final RunningServer server;
  private final String token;

  /** Starts it in that folder. */
  public PolicyServer(Path home) throws IOException {
    DayCalendars calendars = DayCalendars.in(home.resolve("data"));
    var file = ConfigurationReader.parse(home.resolve("paastis.yml"), FILE, calendars);
    server =
        RunningServer.start(
            new Launch(home.resolve("data"), file, calendars, new Launch.Ports(0, 0), false),
            Map.of());
    server.introduce();
    token = Files.readString(home.resolve("data/admin.token")).strip();
  }

  @Override
  public void close() {
    server.close();
  }

  /** Where the console is. */
  public String consoleUrl() {
    return server.consoleUrl();
  }

  /** Signs a browser in, once. */
  public String signInLink() {
    return server.signInLink();
  }

  /** Sends a request to a path of the API; an empty body is none. */
  public HttpResponse<String> send(String method, String path, String body) {
    return send(request(method, path, body));
  }

  /** The same under an idempotency key. */
  public HttpResponse<String> send(String method, String path, String body, String key) {
    return send(request(method, path, body).header("Idempotency-Key", key));
  }

  /** Gets a path of the API as JSON. */
  public JsonNode get(String path) {
    return json(send("GET", path, ""));
  }

  /** Reads JSON. */
  public static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  private HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(server.consoleUrl() + "/api/v1" + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
