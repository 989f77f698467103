// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.testing;

import dev.paastis.server.access.Access;
import dev.paastis.server.access.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One server for all tests of this module, on an ephemeral port, with a token of each sort. */
public final class TestServer {
  private static final TestServer SHARED = new TestServer();

  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.shared();
  private final String admin;
  private final String reader;

  private TestServer() {
    SpringApplication application = new SpringApplication(FleetWiring.class);
    context = application.run("--server.port=0", "--spring.main.banner-mode=off");
    Access access = bean(Access.class);
    admin = access.createToken("admin", null, Scope.READ, Scope.WRITE);
    reader = access.createToken("reader", null, Scope.READ);
  }

  /** The shared server, started at the first call. */
  public static TestServer shared() {
    return SHARED;
  }

  /** A bean of the server. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** A token that may do everything. */
  public String admin() {
    return admin;
  }

  /** A token that may only read. */
  public String reader() {
    return reader;
  }

  /** The address of a path. */
  public URI at(String path) {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return URI.create("http://localhost:" + port + path);
  }

  /** A request to that path with the admin's token. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(at(path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + admin);
  }

  /** Sends a request. */
  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gets a path of the API. */
  public HttpResponse<String> get(String path) {
    return send(request("/api/v1" + path));
  }

  /** Posts to a path of the API. */
  public HttpResponse<String> post(String path, String body) {
    return send(
        request("/api/v1" + path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /** Reads JSON. */
  public JsonNode json(HttpResponse<String> response) {
    return json.readTree(response.body());
  }
}
