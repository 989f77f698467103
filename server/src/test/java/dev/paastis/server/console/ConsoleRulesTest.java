// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.server.testing.PolicyServer;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the console says of when apps sleep, with the whole server. */
final class ConsoleRulesTest {
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final HttpClient BROWSER =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  @TempDir private static Path home;
  private static PolicyServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new PolicyServer(home);
    var _ = get(URI.create(server.signInLink()));
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @Test
  void app_page_says_why_and_draws_fourteen_days() throws Exception {
    String page = get("/apps/shop");

    assertThat(page)
        .contains("shop is asleep since", "times in Europe/Paris", "in Europe/Paris, as window")
        .contains("All 9 rows, in the order in which they count", "· shop at night");
    assertThat(page.split("class=\"day\"", -1)).hasSize(15);
    assertThat(page).contains("class=\"d-paused\"", "class=\"d-on-demand\"", "Paused from ");
    assertThat(page.split("class=\"decides\"", -1)).hasSize(3); // among those that speak, and all
  }

  @Test
  void app_without_windows_is_told_in_one_sentence_and_in_utc() throws Exception {
    assertThat(get("/fragments/apps/wiki/days"))
        .contains("The same on every day:", "asleep after 60 min without activity");
    assertThat(get("/fragments/apps/wiki/why")).contains("1h", "rule 2 (wiki)");
    assertThat(get("/apps/wiki")).contains("in UTC");
  }

  @Test
  void rules_are_told_in_words_with_owner_and_number_of_apps() throws Exception {
    assertThat(get("/rules"))
        .contains("shop at night", "file, read-only", "For apps whose name matches shop.*:")
        .contains("paused by nights", "2 apps", "/?rule=shop%20at%20night")
        .contains("awake mon-fri 08:00-20:00, paused at all other times; by the clock of Europe")
        .contains("(fr)", "shop-api</a>", "aria-current=\"page\"");
    assertThat(get("/rules")).containsPattern("pauses (from|until) ");
  }

  @Test
  void list_of_apps_is_narrowed_to_those_of_a_rule() throws Exception {
    assertThat(get("/?rule=shop%20at%20night")).contains("Selected by", "Show all apps");
    assertThat(get("/fragments/apps?rule=shop%20at%20night"))
        .contains("shop-api")
        .doesNotContain("/apps/blog");
    assertThat(get("/fragments/apps?rule=nobody")).contains("No app matches");
  }

  @Test
  void people_try_add_move_and_remove_their_rules() throws Exception {
    assertThat(get("/fragments/rules/preview?pattern=b.*&idle-timeout=2h"))
        .contains("Selects 1 app: blog", "idle-timeout: 15m → 2h for blog");
    assertThat(get("/fragments/rules/preview?pattern=(")).contains("is not a regular expression");
    assertThat(get("/fragments/rules/preview?name=x")).contains("shown here as you write");

    HttpResponse<String> first =
        post("/rules", "name=blogs", "pattern=blog", "idle-timeout=2h", "dry-run=true");
    assertThat(first.body()).contains("rule blogs is in force");
    assertThat(post("/rules", "name=nightly", "pattern=blog", "windows=nights").statusCode())
        .isEqualTo(200);
    assertThat(post("/rules", "name=blogs", "pattern=blog").body()).contains("already");
    assertThat(post("/rules", "name=odd", "pattern=blog", "idle-timeout=soon").body())
        .contains("idle-timeout", "soon");
    assertThat(get("/")).contains("Nothing is done, only told: blogs", ">dry run<");
    assertThat(get("/fragments/apps/blog/why")).contains("Dry run", "2h", "· blogs");

    assertThat(post("/rules/move", "name=nightly", "position=1").statusCode()).isEqualTo(200);
    String page = get("/rules");
    assertThat(page.indexOf(">nightly<")).isPositive().isLessThan(page.indexOf(">blogs<"));

    assertThat(get("/dialogs/rules/remove?kind=RULE&name=blogs")).contains("Remove rule blogs?");
    for (String name : new String[] {"blogs", "nightly"}) {
      assertThat(post("/rules/remove", "kind=RULE", "name=" + name).statusCode()).isEqualTo(200);
    }
    assertThat(get("/rules")).doesNotContain("nightly");
  }

  @Test
  void windows_are_tried_and_added() throws Exception {
    assertThat(get("/dialogs/windows/new")).contains("Add a window", "value=\"Europe/Paris\"");
    String form = "zone=Europe/Paris&mode=awake&plan=mon-fri+08:00-20:00&holidays=fr";
    assertThat(get("/fragments/windows/preview?" + form))
        .containsPattern("Pauses (from|until) ")
        .contains("Pauses no app until a rule names it.", "Days off ahead: ", "(fr)");
    assertThat(get("/fragments/windows/preview?apps=w.*&" + form)).contains("Pauses 1 app: wiki");
    assertThat(get("/fragments/windows/preview?apps=shop&" + form))
        .contains("rules name other windows for those that do");
    assertThat(get("/fragments/windows/preview?" + form.replace("Europe", "Nowhere")))
        .contains("is not a zone");
    assertThat(get("/fragments/windows/preview?name=nights&" + form)).contains("already");

    HttpResponse<String> added =
        post(
            "/windows",
            "name=shut",
            "zone=UTC",
            "mode=pause",
            "plan=sat-sun 00:00-24:00",
            "apps=wiki");
    assertThat(added.body()).contains("window shut is in force");
    assertThat(get("/rules")).contains("paused sat-sun 00:00-24:00");
    assertThat(post("/windows", "name=", "zone=UTC", "plan=daily 20:00-21:00").body())
        .contains("to be known by");
    assertThat(post("/rules/remove", "kind=WINDOW", "name=shut").statusCode()).isEqualTo(200);
  }

  @Test
  void groups_are_tried_and_added() throws Exception {
    assertThat(get("/dialogs/groups/new")).contains("Add a group");
    assertThat(get("/fragments/groups/preview?members=wiki%0Ablog&wait-for=all"))
        .contains("Wake in this order: wiki → blog.", "waits until all are ready");
    assertThat(get("/fragments/groups/preview?members=wiki,nobody"))
        .contains("&#39;nobody&#39; is not a declared app");
    assertThat(get("/fragments/groups/preview?members=shop"))
        .contains("members: &#39;shop&#39; is in the group &#39;store&#39; already");

    assertThat(post("/groups", "name=papers", "members=wiki blog").body())
        .contains("group papers is in force");
    assertThat(get("/rules")).containsPattern("wiki</a>.*→.*blog</a>");
    assertThat(post("/rules/remove", "kind=GROUP", "name=papers").statusCode()).isEqualTo(200);
  }

  @Test
  void groups_that_rules_make_are_listed_with_their_rules() throws Exception {
    assertThat(post("/rules", "name=pair", "pattern=(w|b).*", "join-group=texts").statusCode())
        .isEqualTo(200);

    assertThat(get("/rules")).contains("texts</span>", "by rule pair");
    assertThat(get("/rules")).containsPattern("blog</a>.* with .*wiki</a>");

    assertThat(post("/rules/remove", "kind=RULE", "name=pair").statusCode()).isEqualTo(200);
    assertThat(get("/rules")).doesNotContain("by rule pair");
  }

  @Test
  void rules_of_the_file_are_left_to_the_file() throws Exception {
    HttpResponse<String> refused = post("/rules/remove", "kind=RULE", "name=shop at night");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("change it there");
    assertThat(post("/rules/move", "name=shop at night", "position=1").statusCode()).isEqualTo(409);
  }

  private static String get(String path) throws Exception {
    HttpResponse<String> page = get(URI.create(server.consoleUrl() + path));
    assertThat(page.statusCode()).as(path).isEqualTo(200);
    return page.body();
  }

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", "text/html,*/*").build();
    return BROWSER.send(request, BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path, String... fields) throws Exception {
    Matcher csrf = CSRF.matcher(get("/rules"));
    assertThat(csrf.find()).isTrue();
    String form =
        Arrays.stream(fields).map(ConsoleRulesTest::encoded).collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.consoleUrl() + path))
            .header("HX-Request", "true")
            .header("X-CSRF-TOKEN", csrf.group(1))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    return BROWSER.send(request, BodyHandlers.ofString());
  }

  private static String encoded(String field) {
    int equals = field.indexOf('=');
    return field.substring(0, equals + 1)
        + URLEncoder.encode(field.substring(equals + 1), StandardCharsets.UTF_8);
  }
}
