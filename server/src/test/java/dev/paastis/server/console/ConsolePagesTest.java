// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.server.access.Access;
import dev.paastis.server.testing.FakeStore;
import dev.paastis.server.testing.TestServer;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ConsolePagesTest {
  private static final TestServer SERVER = TestServer.shared();
  private static final Pattern FILE =
      Pattern.compile("(?:href|src)=\"(/(?:webjars|assets)/[^\"]+)\"");

  private final HttpClient browser =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  @BeforeEach
  void signIn() throws Exception {
    get(SERVER.bean(Access.class).createSignInCode(Access.LINK_LIFETIME).path());
  }

  @AfterEach
  void bringStoreBack() {
    SERVER.bean(FakeStore.class).setAway(false);
  }

  @Test
  void every_file_of_a_page_is_there_and_cached_for_long() throws Exception {
    Stream<String> files = FILE.matcher(get("/apps/shop").body()).results().map(m -> m.group(1));
    for (String file : files.distinct().toList()) {
      HttpResponse<String> found = get(file);
      assertThat(found.statusCode()).as(file).isEqualTo(200);
      assertThat(found.headers().firstValue("Cache-Control").orElseThrow())
          .contains("max-age=31536000");
    }
  }

  @Test
  void home_shows_every_app_with_state_strip_and_actions() throws Exception {
    String page = get("/").body();
    assertThat(page)
        .contains(
            "shop-api", "billing-review-412", "group shop", "Falling asleep", "class=\"strip\"")
        .contains("hx-post=\"/apps/", "http://hello.localhost:8080/")
        .doesNotContain("cannot be reached");
  }

  @Test
  void home_filters_and_says_when_nothing_matches() throws Exception {
    assertThat(get("/fragments/apps?q=billing").body())
        .contains("billing-review-418")
        .doesNotContain("chat");
    assertThat(get("/fragments/apps?q=zzz").body()).contains("No app matches");
  }

  @Test
  void app_page_shows_facts_group_output_and_snippets() throws Exception {
    assertThat(get("/apps/shop").body())
        .contains("web × 1, size M", "/apps/shop-api", "shop listening, request 3")
        .contains("./paastis wake shop", "after 15m without activity");
  }

  @Test
  void app_page_says_why_and_what_will_be() throws Exception {
    assertThat(get("/apps/shop").body())
        .contains("shop is awake", "decides", "All 9 rows", "The same on every day:", "in UTC");
  }

  @Test
  void charts_have_their_data() throws Exception {
    assertThat(get("/data/apps/slow/charts").body()).contains("\"intervals\":[{", "\"wakes\":[{");
  }

  @Test
  void events_page_filters_and_loads_older_ones() throws Exception {
    assertThat(get("/events").body())
        .contains("Load older", "by a request: GET / from 127.0.0.1, curl/8.5.0");
    assertThat(get("/fragments/events?type=crashed").body()).contains("No such events");
  }

  @Test
  void database_away_leaves_the_list_and_says_so() throws Exception {
    SERVER.bean(FakeStore.class).setAway(true);
    for (String path : new String[] {"/", "/apps/shop", "/events"}) {
      HttpResponse<String> page = get(path);
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(page.body()).contains("The database cannot be reached", "shop");
    }
    assertThat(get("/apps/shop").body())
        .contains("Why is told when the database is back", "class=\"day\"");
  }

  @Test
  void people_get_problems_as_pages_and_scripts_as_json() throws Exception {
    HttpResponse<String> page = get("/apps/nope");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("No such app", "Back to the apps");
    HttpResponse<String> bug = get("/faulty");
    assertThat(bug.statusCode()).isEqualTo(500);
    assertThat(bug.body()).contains("Internal error").doesNotContain("secret");
    HttpRequest script =
        HttpRequest.newBuilder(SERVER.at("/fragments/apps/nope"))
            .header("Accept", "text/html")
            .header("HX-Request", "true")
            .build();
    assertThat(browser.send(script, BodyHandlers.ofString()).body()).contains("\"app-not-found\"");
  }

  @Test
  @Timeout(60)
  void live_stream_tells_changes_of_apps_and_events() throws Exception {
    HttpRequest live = HttpRequest.newBuilder(SERVER.at("/live")).build();
    try (InputStream in = browser.send(live, BodyHandlers.ofInputStream()).body()) {
      StringBuilder told = new StringBuilder();
      while (told.indexOf("event: begin") < 0) { // what changes before is not told
        assertThat(told.append((char) in.read())).isNotNull();
      }
      SERVER.post("/apps/hello/pin", "");
      while (told.indexOf("event: happened") < 0 || told.indexOf("event: app") < 0) {
        told.append((char) in.read());
      }
      assertThat(told.indexOf("event: begin")).isLessThan(told.indexOf("event: app"));
    }
    SERVER.post("/apps/hello/unpin", "");
  }

  @Test
  void agents_are_named_by_their_product() {
    assertThat(Words.product("curl/8.5.0")).isEqualTo("curl/8.5.0");
    assertThat(
            Words.product(
                "Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.1"))
        .isEqualTo("Edg/140.1");
  }

  @Test
  void openapi_describes_every_operation_and_its_problems() {
    HttpResponse<String> document = SERVER.send(SERVER.request("/openapi.json"));
    var api = SERVER.json(document);
    assertThat(api.get("openapi").asString()).startsWith("3.1");
    assertThat(api.get("paths").propertyNames())
        .contains("/api/v1/apps", "/api/v1/apps/{id}/wake", "/api/v1/events", "/api/v1/doctor");
    var wake = api.get("paths").get("/api/v1/apps/{id}/wake").get("post");
    assertThat(wake.get("responses").propertyNames())
        .contains("200", "202", "404", "502", "503", "504");
    assertThat(wake.get("parameters").toString()).contains("Idempotency-Key");
    assertThat(api.get("components").get("schemas").propertyNames())
        .contains("AppView", "Problem", "EventView");
    assertThat(document.body()).doesNotContain("SignedIn", "HttpServletResponse", "dev.paastis");
  }

  private HttpResponse<String> get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(SERVER.at(path)).header("Accept", "text/html,*/*").build();
    return browser.send(request, BodyHandlers.ofString());
  }
}
