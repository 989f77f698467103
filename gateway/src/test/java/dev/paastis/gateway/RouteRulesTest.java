// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.paastis.gateway.page.OwnPages;
import dev.paastis.gateway.resolve.AddressBlocks;
import dev.paastis.gateway.rule.BasicAuth;
import dev.paastis.gateway.rule.Guard;
import dev.paastis.gateway.rule.HeaderEdits;
import dev.paastis.gateway.rule.PasswordHash;
import dev.paastis.gateway.rule.PathPattern;
import dev.paastis.gateway.rule.RateLimit;
import dev.paastis.gateway.rule.Redirect;
import dev.paastis.gateway.rule.RouteEntry;
import dev.paastis.gateway.rule.RouteRules;
import dev.paastis.gateway.rule.RouteTerms;
import dev.paastis.gateway.rule.Unwoken;
import dev.paastis.gateway.rule.Waiting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators' routes on real sockets, in HTTP/1.1 and HTTP/2. */
final class RouteRulesTest {
  /** Of {@code secret}. */
  private static final String SHA256 =
      "sha256:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

  /** Of {@code secret}, with 1,000 iterations. */
  private static final String PBKDF2 =
      "pbkdf2-sha256:1000:c2FsdHNhbHQ=:hgR9HsqtKupWxpnv8y99TrPDajTT/9PcSTlNafpdLXQ=";

  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nX-App: yes\r\nContent-Length: 2\r\n\r\nok";

  private final RawUpstream app = RawUpstream.answeringRaw(ANSWER);
  private final TestGateway gateway =
      new TestGateway(settings -> settings.withTrustedPeers(List.of("127.0.0.1")));

  @AfterEach
  void close() {
    gateway.close();
    app.close();
  }

  private static RouteTerms guarded(Guard guard) {
    return new RouteTerms(guard, Waiting.UNSAID, null, null, null);
  }

  private static RouteTerms waiting(Waiting waiting) {
    return new RouteTerms(Guard.UNSAID, waiting, null, null, null);
  }

  private static RouteTerms auth(String hash) {
    BasicAuth auth = new BasicAuth("Staging", Map.of("ann", PasswordHash.of(hash)));
    return guarded(new Guard(null, null, auth, null, null));
  }

  private static RouteEntry.OfPaths paths(RouteTerms terms, String... patterns) {
    return new RouteEntry.OfPaths(Arrays.stream(patterns).map(PathPattern::of).toList(), terms);
  }

  private static RouteEntry entry(RouteTerms terms, RouteEntry.OfPaths... paths) {
    return new RouteEntry("mine", "hello", List.of(), terms, List.of(paths));
  }

  private void inForce(RouteEntry... entries) {
    gateway.server().rules(RouteRules.compile(List.of(entries), RouteRules.NONE));
  }

  private RawClient.Response get(String host, String path, String... headers) {
    try (RawClient client = gateway.client()) {
      return client.get(host, path, headers).read();
    }
  }

  private static String basic(String credentials) {
    return "Authorization: "
        + "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable String sent(String header) {
    return app.heads()
        .getLast()
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(header + ":"))
        .findFirst()
        .orElse(null);
  }

  @Test
  void custom_domain_leads_to_the_app_until_the_route_is_gone() {
    gateway.awake(app);
    inForce(
        new RouteEntry("a", "hello", List.of("Shop.example.com"), RouteTerms.UNSAID, List.of()));
    try (RawClient client = gateway.client()) {
      assertThat(client.get("shop.example.com:8080", "/").read().status()).isEqualTo(200);
      inForce();
      assertThat(client.get("shop.example.com:8080", "/").read().status()).isEqualTo(404);
      assertThat(client.get(HOST, "/").read().status()).isEqualTo(200);
    }
  }

  @Test
  void headers_are_set_added_and_removed_on_both_ways() {
    gateway.awake(app);
    HeaderEdits request =
        new HeaderEdits(List.of("Cookie"), Map.of("X-Env", "staging"), Map.of("X-More", "1"));
    HeaderEdits response = new HeaderEdits(List.of("X-App"), Map.of("X-Frame", "no"), Map.of());
    inForce(entry(new RouteTerms(Guard.UNSAID, Waiting.UNSAID, null, request, response)));

    RawClient.Response answer = get(HOST, "/", "Cookie: a=b", "X-Env: forged", "Connection: X-Env");

    assertThat(answer.headers()).containsEntry("x-frame", "no").doesNotContainKey("x-app");
    assertThat(sent("cookie")).isNull();
    assertThat(sent("x-env")).isEqualToIgnoringCase("x-env: staging");
    assertThat(sent("x-more")).isNotNull();
    try (RawHttp2 client = RawHttp2.client(gateway.server().port())) {
      RawHttp2.Response over2 = client.exchange(RawHttp2.get(HOST, "/"));
      assertThat(over2.head().get("x-frame")).hasToString("no");
      assertThat(over2.head().contains("x-app")).isFalse();
    }
  }

  @Test
  void redirect_keeps_path_and_query_and_ends_at_its_own_target() {
    gateway.awake(app);
    Redirect redirect = new Redirect("http://hello.localhost${path}${query}", true);
    RouteTerms terms = new RouteTerms(Guard.UNSAID, Waiting.UNSAID, redirect, null, null);
    inForce(entry(terms), new RouteEntry("old", null, List.of("old.example"), terms, List.of()));

    RawClient.Response answer = get("old.example", "/a?b=c");

    assertThat(answer.status()).isEqualTo(308);
    assertThat(answer.header("Location")).isEqualTo("http://hello.localhost/a?b=c");
    assertThat(get("www.hello.example", "//evil.example").header("Location"))
        .isEqualTo("http://hello.localhost//evil.example");
    assertThat(get(HOST, "/a?b=c").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {SHA256, PBKDF2})
  void password_is_asked_for_checked_and_kept_from_the_app(String hash) {
    gateway.awake(app);
    inForce(entry(RouteTerms.UNSAID, paths(auth(hash), "/admin/*")));

    RawClient.Response without = get(HOST, "/admin");
    assertThat(without.status()).isEqualTo(401);
    assertThat(without.header("WWW-Authenticate")).startsWith("Basic realm=\"Staging\"");
    assertThat(get(HOST, "/admin/x", basic("ann:wrong")).status()).isEqualTo(401);
    assertThat(get(HOST, "/admin/x", basic("bob:secret")).status()).isEqualTo(401);
    assertThat(get(HOST, "/admin/x", "Authorization: Basic ?").status()).isEqualTo(401);
    assertThat(app.heads()).isEmpty();
    assertThat(get(HOST, "/admin/x", basic("ann:secret")).status()).isEqualTo(200);
    assertThat(get(HOST, "/admin/x", basic("ann:secret")).status()).isEqualTo(200);
    assertThat(sent("authorization")).isNull();
    assertThat(get(HOST, "/open").status()).isEqualTo(200);
    try (RawHttp2 client = RawHttp2.client(gateway.server().port())) {
      assertThat(client.exchange(RawHttp2.get(HOST, "/admin/x")).status()).isEqualTo(401);
      String value = basic("ann:secret").substring("Authorization: ".length());
      assertThat(
              client.exchange(RawHttp2.get(HOST, "/admin/x").add("authorization", value)).status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//admin/x",
        "/./admin/x",
        "/a/../admin/x",
        "/%61dmin/x",
        "/a/%2e%2e/admin/x",
        "/admin;a/x",
        "/a%2f..%2fadmin/x",
        "/a\\..\\admin/x",
        "/admin/..%2fopen",
        "/open/..;/admin"
      })
  void guarded_path_cannot_be_written_in_another_way(String path) {
    gateway.awake(app);
    inForce(entry(RouteTerms.UNSAID, paths(auth(SHA256), "/admin/*")));

    assertThat(get(HOST, path).status()).isIn(400, 401);
    assertThat(app.heads()).isEmpty();
  }

  @Test
  void upgrade_needs_the_password_too() {
    gateway.awake(app);
    inForce(entry(auth(PBKDF2)));
    String[] upgrade = {"Connection: Upgrade", "Upgrade: websocket"};
    assertThat(get(HOST, "/", upgrade).status()).isEqualTo(401);
    assertThat(app.heads()).isEmpty();
  }

  @Test
  void address_that_a_trusted_peer_tells_is_the_one_that_counts() {
    gateway.awake(app);
    inForce(
        entry(
            guarded(
                new Guard(
                    new AddressBlocks(List.of("203.0.113.0/24")),
                    new AddressBlocks(List.of("203.0.113.9")),
                    null,
                    null,
                    null))));
    assertThat(get(HOST, "/", "X-Forwarded-For: 203.0.113.7").status()).isEqualTo(200);
    assertThat(get(HOST, "/", "X-Forwarded-For: 203.0.113.9").status()).isEqualTo(403);
    assertThat(get(HOST, "/", "X-Forwarded-For: 198.51.100.1").status()).isEqualTo(403);
    assertThat(get(HOST, "/", "X-Forwarded-For: 203.0.113.7, 198.51.100.1").status())
        .isEqualTo(403);
  }

  @Test
  void client_that_asks_too_often_is_told_when_to_ask_again_and_others_are_not() {
    gateway.awake(app);
    inForce(
        entry(
            guarded(new Guard(null, null, null, new RateLimit(2, Duration.ofHours(1), 2), null))));
    for (int i = 0; i < 2; i++) {
      assertThat(get(HOST, "/", "X-Forwarded-For: 203.0.113.7").status()).isEqualTo(200);
    }
    RawClient.Response refused = get(HOST, "/", "X-Forwarded-For: 203.0.113.7");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 1800);
    assertThat(get(HOST, "/", "X-Forwarded-For: 203.0.113.8").status()).isEqualTo(200);
    try (RawHttp2 client = RawHttp2.client(gateway.server().port())) {
      var more = RawHttp2.get(HOST, "/").add("x-forwarded-for", "203.0.113.7");
      assertThat(client.exchange(more).status()).isEqualTo(429);
    }
  }

  @Test
  void body_over_the_limit_is_refused_before_and_during_the_upload() {
    gateway.asleep();
    inForce(entry(guarded(new Guard(null, null, null, null, 10L))));
    String post = "POST / HTTP/1.1\r\nHost: " + HOST + "\r\n";
    try (RawClient before = gateway.client();
        RawClient during = gateway.client();
        RawHttp2 over2 = RawHttp2.client(gateway.server().port())) {
      assertThat(before.send(post + "Content-Length: 11\r\n\r\n").read().status()).isEqualTo(413);
      assertThat(gateway.wakes()).isEmpty();
      during.send(post + "Transfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n");
      await().until(() -> gateway.waiting() == 1);
      assertThat(during.send("3\r\n123\r\n").read().status()).isEqualTo(413);
      int stream = over2.request(RawHttp2.post(HOST, "/"), false);
      over2.data(stream, "12345678901", false);
      assertThat(over2.response(stream).status()).isEqualTo(413);
    }
  }

  @Test
  void paths_that_do_not_wake_get_their_answer_and_others_are_held_for_their_own_time() {
    gateway.asleep();
    Unwoken fine = new Unwoken(200, "text/plain", "{app} sleeps", null);
    Waiting shortly = new Waiting(null, null, Duration.ofMillis(300), Waiting.Show.HOLD, null);
    inForce(
        entry(
            RouteTerms.UNSAID,
            paths(waiting(new Waiting(false, fine, null, null, null)), "/health", "*.ico"),
            paths(waiting(shortly), "/api/*"),
            paths(waiting(new Waiting(null, null, null, Waiting.Show.PAGE, null)), "/show")));
    assertThat(get(HOST, "/health").body()).isEqualTo("hello sleeps");
    assertThat(get(HOST, "/a/b.ico").body()).isEqualTo("hello sleeps");
    assertThat(gateway.wakes()).isEmpty();
    try (RawClient usual = gateway.client()) {
      usual.get(HOST, "/");
      await().until(() -> gateway.waiting() == 1);
      RawClient.Response held = get(HOST, "/api/x", "Accept: text/html");
      assertThat(held.status()).isEqualTo(504);
      assertThat(gateway.waiting()).isEqualTo(1);
    }
    assertThat(get(HOST, "/show").header("X-Paastis-State")).isEqualTo("waking");
  }

  @Test
  void own_pages_are_shown_with_their_styles_and_what_is_broken_falls_back(@TempDir Path folder)
      throws Exception {
    gateway.asleep();
    Files.writeString(folder.resolve("waiting.html"), "<h1>{{app}} naps</h1> {{assets}}s.css");
    Files.writeString(folder.resolve("s.css"), "h1 {color: red}");
    Files.writeString(folder.resolve("403.html"), "{{app}}: {{status}}");
    Files.writeString(folder.resolve("503.html"), "{{nonsense}}");
    OwnPages pages = OwnPages.load(folder);
    assertThat(pages.problems()).singleElement().asString().contains("503.html", "{{nonsense}}");
    Guard guard = new Guard(null, new AddressBlocks(List.of("203.0.113.9")), null, null, null);
    Waiting own = new Waiting(null, null, null, null, pages);
    inForce(entry(new RouteTerms(guard, own, null, null, null)));

    RawClient.Response page = get(HOST, "/", "Accept: text/html");
    assertThat(page.body()).contains("<h1>hello naps</h1>", "http-equiv=\"refresh\"");
    RawClient.Response style = get(HOST, OwnPages.ASSETS + "s.css");
    assertThat(style.body()).isEqualTo("h1 {color: red}");
    assertThat(style.header("Content-Type")).startsWith("text/css");
    assertThat(get(HOST, "/", "Accept: text/html", "X-Forwarded-For: 203.0.113.9").body())
        .isEqualTo("hello: 403");
    assertThat(OwnPages.load(folder.resolve("nowhere")).problems()).hasSize(1);
  }

  @Test
  void limit_that_stays_the_same_goes_on_counting_over_a_reload() {
    gateway.awake(app);
    RouteEntry limited =
        entry(guarded(new Guard(null, null, null, new RateLimit(1, Duration.ofHours(1), 1), null)));
    RouteRules before = RouteRules.compile(List.of(limited), RouteRules.NONE);
    gateway.server().rules(before);
    assertThat(get(HOST, "/").status()).isEqualTo(200);
    gateway.server().rules(RouteRules.compile(List.of(limited), before));
    assertThat(get(HOST, "/").status()).isEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Connection", "content-length", "X-Forwarded-For", "Host", "a b", ""})
  void header_that_says_where_a_message_ends_cannot_be_changed(String name) {
    assertThatThrownBy(() -> new HeaderEdits(List.of(name), Map.of(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${path}",
        "/${path}",
        "//evil",
        "https://a${query}x.b",
        "https://a.${path}b ",
        "ftp://a/"
      })
  void redirect_that_could_lead_to_a_third_place_is_refused(String to) {
    assertThatThrownBy(() -> new Redirect(to, true)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void patterns_cover_what_they_cover() {
    assertThat(PathPattern.of("/api/*").matches("/api")).isTrue();
    assertThat(PathPattern.of("/api/*").matches("/apix")).isFalse();
    assertThat(PathPattern.of("/*").covers(PathPattern.of("*.png"))).isTrue();
    assertThat(PathPattern.of("/a/*").covers(PathPattern.of("/a/b"))).isTrue();
    assertThat(PathPattern.of("*.png").covers(PathPattern.of("/a/*"))).isFalse();
  }
}
