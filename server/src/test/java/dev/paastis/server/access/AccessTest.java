// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.server.testing.TestServer;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class AccessTest {
  private static final TestServer SERVER = TestServer.shared();
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final HttpClient browser =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  @Test
  void request_without_or_with_a_wrong_token_is_refused() {
    HttpResponse<String> without = SERVER.send(HttpRequest.newBuilder(SERVER.at("/api/v1/apps")));
    assertRefused(without, 401, "unauthenticated", "admin.token");
    assertThat(without.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer");
    assertRefused(
        bearer("/api/v1/apps", "pst_wrong"), 401, "unauthenticated", "unknown or expired");
    HttpResponse<String> basic =
        SERVER.send(
            HttpRequest.newBuilder(SERVER.at("/api/v1/apps"))
                .header("Authorization", "Basic eA=="));
    assertRefused(basic, 401, "unauthenticated", "Bearer <token>");
  }

  @Test
  void expired_token_is_refused() {
    String token = SERVER.bean(Access.class).createToken("old", Duration.ofSeconds(-1), Scope.READ);
    assertRefused(bearer("/api/v1/apps", token), 401, "unauthenticated", "expired");
  }

  @Test
  void reading_token_reads_and_may_not_write() {
    assertThat(bearer("/api/v1/apps", SERVER.reader()).statusCode()).isEqualTo(200);
    HttpResponse<String> write =
        SERVER.send(
            HttpRequest.newBuilder(SERVER.at("/api/v1/apps/hello/unpin"))
                .header("Authorization", "Bearer " + SERVER.reader())
                .POST(BodyPublishers.noBody()));
    assertRefused(write, 403, "forbidden", "scopes");
  }

  @Test
  void tokens_are_long_and_stored_as_hash_only() {
    String token = SERVER.bean(Access.class).createToken("new", null, Scope.READ);
    assertThat(token).startsWith("pst_").hasSize(47);
    assertThat(Secrets.sha256Hex("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void probes_and_metrics_are_open_and_all_else_is_closed() {
    for (String open :
        new String[] {
          "/actuator/health/liveness",
          "/actuator/health/readiness",
          "/actuator/prometheus",
          "/openapi.json"
        }) {
      assertThat(anonymous(open).statusCode()).as(open).isEqualTo(200);
    }
    for (String closed : new String[] {"/actuator/health", "/actuator", "/api/v1/nope"}) {
      assertThat(anonymous(closed).statusCode()).as(closed).isEqualTo(401);
    }
    assertThat(bearer("/actuator/env", SERVER.admin()).statusCode()).isEqualTo(404);
  }

  @Test
  void link_signs_in_once() throws Exception {
    HttpResponse<String> made = SERVER.post("/sign-in-links", "");
    assertThat(made.statusCode()).isEqualTo(201);
    String url = SERVER.json(made).get("url").asString();
    String path = url.substring(url.indexOf("/sign-in"));

    HttpResponse<String> first = browse(path);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.uri().getPath()).isEqualTo("/");
    assertThat(first.body()).contains("shop-api", "Live events");
    HttpResponse<String> cookie = first.previousResponse().orElseThrow();
    assertThat(cookie.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("paastis-session=", "HttpOnly", "SameSite=Lax");

    HttpResponse<String> again = anonymous(path);
    assertThat(again.statusCode()).isEqualTo(401);
    assertThat(again.body()).contains("./paastis sign-in", "does not work any more");
  }

  @Test
  void session_is_for_the_console_and_not_for_the_api() throws Exception {
    signIn();
    assertThat(browse("/api/v1/apps").statusCode()).isEqualTo(401);
  }

  @Test
  void console_post_without_csrf_token_is_refused() throws Exception {
    String page = signIn();
    assertThat(post("/apps/hello/unpin", "").statusCode()).isEqualTo(403);
    Matcher csrf = CSRF.matcher(page);
    assertThat(csrf.find()).isTrue();
    assertThat(post("/apps/hello/unpin", csrf.group(1)).statusCode()).isEqualTo(200);
    assertThat(post("/sign-out", csrf.group(1)).uri().getPath()).isEqualTo("/sign-in");
    assertThat(browse("/").uri().getPath()).isEqualTo("/sign-in");
  }

  @Test
  void pages_carry_a_strict_content_security_policy() throws Exception {
    signIn();
    HttpResponse<String> page = browse("/");
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy).contains("script-src 'self'").doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.body()).doesNotContain("<script>", "onclick=", "style=\"");
  }

  @Test
  void console_without_session_leads_to_the_sign_in_page() throws Exception {
    assertThat(browse("/events").body()).contains("./paastis sign-in");
    HttpRequest live = HttpRequest.newBuilder(SERVER.at("/live")).build();
    assertThat(browser.send(live, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
  }

  private String signIn() throws Exception {
    return browse(SERVER.bean(Access.class).createSignInCode(Access.LINK_LIFETIME).path()).body();
  }

  private HttpResponse<String> browse(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(SERVER.at(path)).header("Accept", "text/html").build();
    return browser.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String csrf) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(SERVER.at(path))
            .header("X-CSRF-TOKEN", csrf)
            .POST(BodyPublishers.noBody())
            .build();
    return browser.send(request, BodyHandlers.ofString());
  }

  private static HttpResponse<String> anonymous(String path) {
    return SERVER.send(HttpRequest.newBuilder(SERVER.at(path)));
  }

  private static HttpResponse<String> bearer(String path, String token) {
    return SERVER.send(
        HttpRequest.newBuilder(SERVER.at(path)).header("Authorization", "Bearer " + token));
  }

  private static void assertRefused(
      HttpResponse<String> response, int status, String code, String word) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(SERVER.json(response).get("code").asString()).isEqualTo(code);
    assertThat(SERVER.json(response).get("detail").asString()).contains(word);
  }
}
