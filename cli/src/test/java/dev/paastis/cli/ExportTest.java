// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.api.ProxyView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportTest {
  @TempDir private Path home;
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    serve(8081, "www.shop.example");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void serve(@Nullable Integer asked, String host) {
    ProxyView view =
        new ProxyView(
            "preview.example.com",
            8080,
            asked,
            "1m30s",
            List.of(
                new ProxyView.AppView("chat", List.of(), null, false),
                new ProxyView.AppView("hello", List.of(), "http://10.0.0.9:4000", false),
                new ProxyView.AppView(
                    "shop",
                    List.of("shop.preview.example.com", host),
                    "https://shop.platform.example:443",
                    true)));
    server.on("GET /proxy", Json.write(view));
  }

  private Run export(String... more) {
    String[] words = new String[more.length + 5];
    words[0] = "export";
    System.arraycopy(more, 0, words, 1, more.length);
    List<String> fixed = List.of("--gateway", "10.0.0.5", "--resolver", "10.0.0.53");
    System.arraycopy(fixed.toArray(), 0, words, more.length + 1, fixed.size());
    return Run.of(
        Map.of("PAASTIS_URL", server.url(), "PAASTIS_TOKEN", FakeServer.TOKEN), home, words);
  }

  @ParameterizedTest
  @CsvSource({"traefik, traefik.yml", "envoy, envoy.yml"})
  void file_is_as_kept(String kind, String kept) throws IOException {
    Run run = export(kind);

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(kept(kept));
  }

  private static String kept(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ExportTest.class.getResourceAsStream("exported/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "haproxy", "haproxy-lua", "caddy", "traefik", "envoy"})
  void nothing_is_left_to_be_filled(String kind) {
    Run run = export(kind);

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("10.0.0.5:80").doesNotContain("{{", "}}:");
  }

  @Test
  void hosts_below_the_domain_are_one_and_a_hold_may_take_its_time() {
    String out = export("nginx", "--listen", "8000").out();

    assertThat(out)
        .contains("server_name *.preview.example.com www.shop.example;")
        .contains("listen 8000;", "resolver 10.0.0.53;", "proxy_read_timeout 95s;");
  }

  @Test
  void output_goes_to_the_file() throws IOException {
    Path file = home.resolve("paastis.lua");
    Run run = export("haproxy-lua", "--output", file.toString());

    assertThat(run.out()).isEmpty();
    assertThat(Files.readString(file)).contains("http://10.0.0.5:8081/");
  }

  @Test
  void gateway_that_answers_no_proxies_is_told_with_what_to_do() {
    serve(null, "www.shop.example");
    Run run = export("caddy");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("gateway.forward-auth", "gateway.trusted-peers");
  }

  @Test
  void host_that_would_break_the_file_is_refused() {
    serve(8081, "a; } evil");
    Run run = export("nginx");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("'a; } evil' cannot stand in a proxy's configuration");
  }
}
