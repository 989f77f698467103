// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.testing;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.SpaceId;
import dev.paastis.gateway.route.IgnoreRules.Answer;
import dev.paastis.gateway.route.IgnoreRules.Rule;
import dev.paastis.policy.PolicyBook;
import dev.paastis.server.access.Access;
import dev.paastis.server.access.Scope;
import dev.paastis.server.config.Ignoring;
import dev.paastis.server.rest.WakeRestConfiguration;
import dev.paastis.server.wakes.IgnoreDesk;
import dev.paastis.server.wakes.Proposals;
import dev.paastis.server.wakes.WakeCauses;
import dev.paastis.store.WakeLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fleet's server with wakes and ignore rules in a real database. */
public final class WakesServer {
  /** Whose wakes. */
  public static final SpaceId SPACE = Fleet.SPACE;

  private static final WakesServer SHARED = new WakesServer();

  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.builder().build();
  private final String token;

  private WakesServer() {
    RealStore.putFleet(SPACE, List.of("hello", "slow"));
    SpringApplication application = new SpringApplication(FleetWiring.class, Wiring.class);
    context = application.run("--server.port=0", "--spring.main.banner-mode=off");
    token = bean(Access.class).createToken("admin", null, Scope.READ, Scope.WRITE);
  }

  /** The shared server, started at the first call. */
  public static WakesServer shared() {
    return SHARED;
  }

  /** What it has besides the fleet. */
  @Configuration(proxyBeanMethods = false)
  @Import(WakeRestConfiguration.class)
  static class Wiring {
    @Bean
    WakeLog wakeLog() {
      return RealStore.store().wakeLog();
    }

    @Bean
    IgnoreDesk ignoreDesk(InstantSource clock) {
      List<String> none = List.of();
      Rule rule =
          new Rule("of-the-file", none, List.of("/of-the-file"), none, none, null, Answer.LATER);
      return new IgnoreDesk(
          new Ignoring(List.of(rule), true), RealStore.store().ignored(), SPACE, clock);
    }

    @Bean
    WakeCauses wakeCauses(WakeLog log, AppDirectory apps, PolicyBook rules, InstantSource clock) {
      return new WakeCauses(log, apps, rules, clock);
    }

    @Bean
    Proposals proposals(WakeCauses causes, IgnoreDesk desk) {
      return new Proposals(causes, desk);
    }
  }

  /** A bean of the server. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Forgets all wakes and what people made. */
  public void clear() {
    try (Connection connection = RealStore.store().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM wake");
      statement.execute("DELETE FROM ledger_interval");
      statement.execute("DELETE FROM ignore_rule");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    bean(IgnoreDesk.class).reload();
  }

  /** A request to that path with a token. */
  public HttpRequest.Builder request(String path) {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + token);
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

  /** Removes at a path of the API. */
  public HttpResponse<String> delete(String path) {
    return send(request("/api/v1" + path).DELETE());
  }

  /** Reads JSON. */
  public JsonNode json(HttpResponse<String> response) {
    return json.readTree(response.body());
  }
}
