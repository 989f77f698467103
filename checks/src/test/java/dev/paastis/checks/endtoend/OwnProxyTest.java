// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.Launcher;
import dev.paastis.checks.installation.OwnProxy;
import dev.paastis.checks.installation.Web;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Somebody else's proxy in front, as the exported configuration has it ask. */
@EndToEnd
class OwnProxyTest {
  private static final String SHOP = "shop.localhost";

  private Installation server;

  @BeforeEach
  void serve() throws IOException {
    server =
        Installation.serve(
            AppFile.create()
                .idle("4s")
                .app("shop", Map.of("START_MILLIS", "400"))
                .app("chat", Map.of())
                .gateway(
                    """
                    trusted-peers: ["127.0.0.1", "::1"]
                    forward-auth: {port: 0, grace: 1s}\
                    """));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  @DisabledIfSystemProperty(named = OwnProxy.WANTED, matches = "false")
  void proxy_thatAsks_wakesHoldsServesAndKeepsAwake(OwnProxy.Kind kind) throws Exception {
    try (OwnProxy proxy = OwnProxy.start(kind, server)) {
      browserSeesTheWaitingPage(proxy);
      uploadIsHeldAndAnswered(proxy);
      awakeAppIsServedWithoutTheGateway(proxy);
      forwardedHeadersOfVisitorsMeanNothing(proxy);
      requestIsActivityAndTheAppSleepsAgain(proxy);
      withoutTheGatewayNothingIsServed(proxy);
    }
  }

  private void browserSeesTheWaitingPage(OwnProxy proxy) throws IOException {
    server.api().settleAsleep("shop");
    HttpResponse<String> page = send(proxy.at(SHOP, "/cart?id=1"), "Accept", "text/html");

    assertThat(page.body()).contains("<html").contains("shop");
    assertThat(page.headers().firstValue("x-paastis-state")).contains("waking");
    URI status = proxy.at(SHOP, "/.well-known/paastis/status");
    assertThat(Web.get(status).statusCode()).isIn(200, 404); // the app's own path once it is awake
    server.api().awaitState("shop", "awake");
  }

  private void uploadIsHeldAndAnswered(OwnProxy proxy) throws IOException {
    server.api().settleAsleep("shop");
    String body = "x".repeat(100_000);
    HttpRequest upload =
        Web.to(proxy.at(SHOP, "/digest?held")).POST(BodyPublishers.ofString(body)).build();

    assertThat(Web.send(upload).body()).startsWith("100000 ");
    assertThat(server.cli("wakes", "shop").out()).contains("POST /digest from 127.0.0.1");
  }

  private void awakeAppIsServedWithoutTheGateway(OwnProxy proxy) throws IOException {
    HttpResponse<String> direct = Web.get(proxy.at(SHOP, "/healthz"));
    assertThat(direct.body()).isEqualTo("health");
    assertThat(direct.headers().allValues("via")).noneMatch(via -> via.contains("paastis"));
    assertThat(Web.get(proxy.at("nobody.localhost", "/")).statusCode()).isEqualTo(404);
  }

  private void forwardedHeadersOfVisitorsMeanNothing(OwnProxy proxy) throws IOException {
    server.api().settleAsleep("chat");
    long before = server.api().newestEvent();
    HttpRequest spoofed =
        Web.to(proxy.at(SHOP, "/healthz"))
            .header("X-Forwarded-Host", "chat.localhost")
            .header("X-Forwarded-Uri", "/other")
            .header("X-Forwarded-Method", "PUT")
            .header("X-Paastis-Upstream", "http://127.0.0.1:1")
            .header("X-Paastis-Upstream-Address", "127.0.0.1:1")
            .build();

    assertThat(Web.send(spoofed).body()).isEqualTo("health");
    assertThat(server.api().events("chat", "wake-started", before)).isEmpty();
    assertThat(server.api().app("chat").state()).isEqualTo("asleep");
  }

  private void requestIsActivityAndTheAppSleepsAgain(OwnProxy proxy) throws IOException {
    Instant before = Objects.requireNonNull(server.api().app("shop").lastActivity());
    await()
        .until(() -> {
          assertThat(Web.get(proxy.at(SHOP, "/healthz")).statusCode()).isEqualTo(200);
          Instant last = server.api().app("shop").lastActivity();
          return Objects.requireNonNull(last).isAfter(before);
        });
    server.api().awaitState("shop", "asleep");
  }

  private void withoutTheGatewayNothingIsServed(OwnProxy proxy) throws IOException {
    assertThat(server.terminate()).isZero();
    assertThat(Web.get(proxy.at(SHOP, "/")).statusCode()).isIn(502, 503);
  }

  @Test
  void export_isYaml_andNamesWhatIsNotKnown() {
    for (String kind : List.of("traefik", "envoy")) {
      Launcher.Outcome exported = server.cli("export", kind, "--resolver", "192.0.2.1");
      Object document =
          new Load(LoadSettings.builder().setMaxAliasesForCollections(10).build())
              .loadFromString(exported.out());
      assertThat(document).isInstanceOf(Map.class);
      assertThat(exported.out()).contains("shop").doesNotContain("{{");
    }

    Launcher.Outcome unknown = server.cli("export", "squid");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("no proxy 'squid'", "caddy", "envoy", "haproxy-lua");
  }

  private static HttpResponse<String> send(URI address, String name, String value)
      throws IOException {
    return Web.send(Web.to(address).header(name, value).build());
  }
}
