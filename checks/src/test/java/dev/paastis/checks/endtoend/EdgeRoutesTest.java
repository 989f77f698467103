// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.FreePort;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.RunningEdge;
import dev.paastis.checks.installation.SecureClient;
import dev.paastis.checks.installation.Web;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator asks of requests, at a gateway of its own process that outlives its engine. */
@EndToEnd
class EdgeRoutesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(100);

  /** Of the password {@code secret}. */
  private static final String HASH =
      "sha256:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

  private static final String RIGHT = basic("ann:secret");
  private static final String ROUTES =
      """
      routes:
        - app: app
          basic-auth: {realm: Staging, users: [{user: ann, hash: "file:FOLDER/ann.hash"}]}
          response-headers: {set: {X-Seen: SEEN}}
          paths:
            - match: [/old/*]
              redirect: {to: "/new${query}", permanent: true}
        - app: second
          pages: FOLDER/own
          deny: ["127.0.0.1", "::1"]
        - hosts: [seen.example.test]
          redirect: {to: "https://elsewhere.example${path}"}
      """;

  @TempDir private Path files;

  @Test
  void routesOfTheFile_holdAtTheGateway_withoutTheEngineToo() throws Exception {
    AppFile file = file();
    try (Installation engine = serve(file);
        RunningEdge edge = RunningEdge.of(engine).start()) {
      assertThat(get(edge, "app.localhost", "/", RIGHT).statusCode()).isEqualTo(200);
      assertGuarded(edge, "first");

      Path yaml = engine.folder().resolve("paastis.yml");
      Files.writeString(yaml, file.sections(routes("later")).text());
      await("the gateway is told of another file")
          .atMost(PATIENCE)
          .pollInterval(LOOK)
          .until(() -> seen(edge).equals("later"));
      awaitInSnapshot(engine, "\"later\"");
      awaitInSnapshot(engine, "\"awake\"");

      engine.kill();
      assertGuarded(edge, "later");
      edge.kill();
      edge.start();
      assertGuarded(edge, "later");

      edge.kill();
      Path snapshot = snapshot(engine);
      Files.writeString(snapshot, Files.readString(snapshot).replace("sha256:", "md5:"));
      edge.launch();
      await("it says that its snapshot is of no use")
          .atMost(PATIENCE)
          .pollInterval(LOOK)
          .until(() -> edge.output().contains("the snapshot is of no use"));
      assertThat(edge.isReady()).as("without guards it does not listen").isFalse();

      engine.start();
      await("ready").atMost(PATIENCE).pollInterval(LOOK).until(edge::isReady);
      assertGuarded(edge, "later");
    }
  }

  @Test
  void tls_isServedFromAFolder_byHttp2_andFiguresAreTold() throws Exception {
    Path chain = files.resolve("app.pem");
    Path key = files.resolve("app.key");
    SecureClient.makeCertificate("app.localhost", chain, key);
    int tlsPort = FreePort.next();
    int management = FreePort.next();
    try (Installation engine = serve(file());
        RunningEdge edge =
            RunningEdge.of(
                    engine,
                    "--tls-port",
                    "" + tlsPort,
                    "--certificates",
                    files.toString(),
                    "--management-port",
                    "" + management)
                .start()) {
      SecureClient client = new SecureClient(tlsPort);
      HttpResponse<String> answer = client.byHttp2("app.localhost", "/old/x?a=1");
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(308);
      assertThat(client.byHttp2("app.localhost", "/").statusCode()).isEqualTo(401);
      assertThat(client.get("app.localhost", "/", "Authorization: " + RIGHT))
          .startsWith("HTTP/1.1 200");
      assertThat(get(edge, "app.localhost", "/", "").statusCode()).isEqualTo(401);

      X509Certificate first = client.certificate("app.localhost");
      renew(chain, key);
      await("the renewed certificate is shown")
          .atMost(PATIENCE)
          .pollInterval(LOOK)
          .until(() -> !client.certificate("app.localhost").equals(first));

      String figures =
          Web.get(URI.create("http://localhost:" + management + "/actuator/prometheus")).body();
      assertThat(figures)
          .contains(
              "paastis_gateway_request_seconds_bucket{kind=\"",
              "outcome=\"3xx\",protocol=\"h2\"",
              "paastis_gateway_hold_seconds_count{protocol=\"h1\"} 1",
              "paastis_gateway_wakes_total{outcome=\"ready\"} 1",
              "paastis_gateway_engine_connected 1");
      assertThat(types(figures))
          .as("all that a gateway inside 'serve' tells, by the same names")
          .containsAll(types(Web.get(engine.console("/actuator/prometheus")).body()));
    }
  }

  private Installation serve(AppFile file) throws IOException {
    Files.writeString(files.resolve("ann.hash"), HASH + "\n");
    Path own = Files.createDirectory(files.resolve("own"));
    Files.writeString(own.resolve("error.html"), "<p>our own {{status}}</p>");
    Installation engine = Installation.serve(file);
    engine.api().settleAsleep("app");
    return engine;
  }

  private String routes(String seen) {
    return ROUTES.replace("FOLDER", files.toString()).replace("SEEN", seen);
  }

  private AppFile file() {
    return AppFile.create().app("app", Map.of()).app("second", Map.of()).sections(routes("first"));
  }

  private void assertGuarded(RunningEdge edge, String seen) throws IOException {
    assertThat(get(edge, "app.localhost", "/", "").statusCode()).isEqualTo(401);
    assertThat(get(edge, "app.localhost", "/", basic("ann:wrong")).statusCode()).isEqualTo(401);
    assertThat(seen(edge)).isEqualTo(seen);
    HttpResponse<String> old = get(edge, "app.localhost", "/old/x?a=1", RIGHT);
    assertThat(old.statusCode()).isEqualTo(308);
    assertThat(old.headers().firstValue("location")).contains("/new?a=1");
    HttpResponse<String> moved = get(edge, "seen.example.test", "/there", "");
    assertThat(moved.headers().firstValue("location")).contains("https://elsewhere.example/there");
    HttpResponse<String> denied =
        Web.send(Web.to(edge.at("second.localhost", "/")).header("Accept", "text/html").build());
    assertThat(denied.statusCode()).isEqualTo(403);
    assertThat(denied.body()).contains("our own 403");
  }

  private static String seen(RunningEdge edge) throws IOException {
    HttpResponse<String> answer = get(edge, "app.localhost", "/", RIGHT);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.headers().firstValue("x-seen").orElse("");
  }

  private static HttpResponse<String> get(
      RunningEdge edge, String host, String path, String authorization) throws IOException {
    var request = Web.to(edge.at(host, path));
    return Web.send(
        authorization.isEmpty()
            ? request.build()
            : request.header("Authorization", authorization).build());
  }

  private static Set<String> types(String figures) {
    return figures
        .lines()
        .filter(line -> line.startsWith("# TYPE paastis_gateway_"))
        .collect(Collectors.toSet());
  }

  private void renew(Path chain, Path key) throws Exception {
    Path freshChain = files.resolve("fresh.chain");
    Path freshKey = files.resolve("fresh.secret");
    SecureClient.makeCertificate("app.localhost", freshChain, freshKey);
    Files.move(freshKey, key, StandardCopyOption.REPLACE_EXISTING);
    Files.move(freshChain, chain, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void awaitInSnapshot(Installation engine, String text) {
    await(text + " is in the snapshot")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() -> Files.readString(snapshot(engine)).contains(text));
  }

  private static Path snapshot(Installation engine) {
    return engine.folder().resolve("edge/routes.ndjson");
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
