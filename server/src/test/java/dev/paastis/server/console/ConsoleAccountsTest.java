// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.heroku.HerokuEmulator;
import dev.paastis.server.config.ConfigurationReader;
import dev.paastis.server.wiring.DayCalendars;
import dev.paastis.server.wiring.Launch;
import dev.paastis.server.wiring.RunningServer;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of accounts on the whole server, with an emulated platform behind them. */
final class ConsoleAccountsTest {
  private static final String TOKEN = "HRKU-4f1c9a-only-in-this-test";
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final Pattern NEXT = Pattern.compile("\"next\":\"/accounts/([^\"]+)\"");
  private static final Pattern FOUND =
      Pattern.compile("name=\"ref\" value=\"([^\"]+)\" aria-label=\"Choose ([^\"]+)\"");

  @TempDir private static Path home;

  private static HerokuEmulator heroku;
  private static RunningServer server;
  private static HttpClient browser;
  private static String csrf;

  @BeforeAll
  static void start() throws Exception {
    heroku =
        HerokuEmulator.start(
            new EmulatorSettings(0, 3, TOKEN, InstantSource.system(), Pace.AT_ONCE)
                .named(List.of("shop-prod", "crm-staging", "intranet")));
    DayCalendars calendars = DayCalendars.in(home.resolve("data"));
    String yaml = "{space: agency, gateway: {private-upstreams: [127.0.0.0/8, '::1']}}";
    var file = ConfigurationReader.parse(home.resolve("paastis.yml"), yaml, calendars);
    server =
        RunningServer.start(
            new Launch(home.resolve("data"), file, calendars, new Launch.Ports(0, 0), false),
            Map.of());
    browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    get(URI.create(server.signInLink()).toString());
    csrf = first(CSRF, page("/accounts"));
  }

  @AfterAll
  static void end() {
    server.close();
    heroku.close();
  }

  @AfterEach
  void removeAccounts() throws Exception {
    Pattern removable = Pattern.compile("/dialogs/accounts/([^/\"]+)/remove");
    for (MatchResult found : removable.matcher(page("/accounts")).results().toList()) {
      post("/accounts/" + found.group(1) + "/remove", "leave-asleep", "true");
    }
  }

  @Test
  void no_accounts_yet_says_what_to_do() throws Exception {
    assertThat(page("/accounts")).contains("No accounts yet", "href=\"/accounts/new\"");
  }

  @Test
  void choice_says_what_sleeping_means_and_leaves_out_what_only_the_file_declares()
      throws Exception {
    assertThat(page("/accounts/new"))
        .contains("Scalingo", "Clever Cloud", "Keeps billing", "billed as before, data untouched")
        .contains("Rights that its credential needs", "articles/oauth#scopes")
        .doesNotContain("provider=shell");
    assertThat(get(at("/accounts/new?provider=shell")).statusCode()).isEqualTo(404);
  }

  @Test
  void form_is_made_of_the_platforms_settings() throws Exception {
    assertThat(page("/accounts/new?provider=heroku"))
        .contains("name=\"setting.token\"", "type=\"password\"", "name=\"setting.team\"")
        .contains("all regions", "<option value=\"eu\">", "placeholder=\"https://api.heroku.com")
        .contains("https://devcenter.heroku.com/articles/oauth#scopes");
  }

  @Test
  void addresses_that_the_platform_knows_itself_are_folded_away() throws Exception {
    assertThat(page("/accounts/new?provider=heroku").split("<details", 2)[1])
        .contains("setting.api-url", "setting.router-url")
        .doesNotContain("setting.token");
    assertThat(page("/accounts/new?provider=kubernetes"))
        .contains("setting.server", "List and watch workloads")
        .doesNotContain("<details", ", see");
    assertThat(page("/accounts/new?provider=http")).contains("at the first time.</span>");
  }

  @Test
  void trial_keeps_nothing() throws Exception {
    HttpResponse<String> tried = post("/accounts/test", form("trial", TOKEN));
    assertThat(tried.body()).contains("Heroku takes the credentials", "3 apps", "Nothing is kept");
    assertThat(page("/accounts")).contains("No accounts yet");
  }

  @Test
  void refused_token_shows_the_platforms_word_and_keeps_nothing() throws Exception {
    HttpResponse<String> refused = post("/accounts", form("wrong", "not-a-token-of-heroku"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("Credentials refused", "Invalid credentials provided")
        .doesNotContain("not-a-token-of-heroku");
    assertThat(page("/accounts")).contains("No accounts yet");
  }

  @Test
  void list_shows_platform_state_and_budget() throws Exception {
    add("agency");
    assertThat(page("/accounts"))
        .contains("agency", "Heroku", "· eu", "Accepted")
        .containsPattern("[\\d,]+ of 4,500 left, full again in \\d+ (s|min)")
        .contains("<progress class=\"budget\"");
  }

  @Test
  void found_apps_come_with_proposals_and_are_taken_over_when_chosen() throws Exception {
    String id = add("agency");
    assertThat(page("/accounts/" + id))
        .contains("Nothing was changed until now", "never sleeps")
        .contains("its platform says that it is production", "sleeps after 15 min");
    String production = ref(id, "shop-prod");
    HttpResponse<String> taken =
        post(
            "/accounts/" + id + "/take",
            "ref",
            production,
            "production",
            production,
            "ref",
            ref(id, "crm-staging"));
    assertThat(taken.body()).contains("2 apps taken over");
    assertThat(refs(id)).containsOnlyKeys("intranet");
    assertThat(page("/")).contains("crm-staging", "Production, never sleeps");
  }

  @Test
  void nothing_chosen_is_said() throws Exception {
    HttpResponse<String> none = post("/accounts/" + add("agency") + "/take");
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.body()).contains("choose at least one app");
  }

  @Test
  void released_app_is_offered_again() throws Exception {
    String id = add("agency");
    String ref = ref(id, "intranet");
    post("/accounts/" + id + "/take", "ref", ref);
    assertThat(page("/accounts/" + id)).contains("taken over as", "Release intranet");
    post("/accounts/" + id + "/release", "ref", ref);
    assertThat(refs(id)).containsKey("intranet");
  }

  @Test
  void protection_is_lifted_with_a_reason_that_is_shown() throws Exception {
    String id = add("agency");
    String ref = ref(id, "shop-prod");
    post("/accounts/" + id + "/take", "ref", ref, "production", ref);
    assertThat(page("/apps/shop-prod")).contains("never: it is production", "Lift protection");
    assertThat(post("/apps/shop-prod/lift", "reason", " ").statusCode()).isEqualTo(400);
    post("/apps/shop-prod/lift", "reason", "moved to another host");
    assertThat(page("/apps/shop-prod"))
        .contains("Protection lifted", "lifted by", "moved to another host", ">Protect<");
    post("/apps/shop-prod/protect", "reason", "back again");
    assertThat(page("/apps/shop-prod")).contains("back again", "Lift protection");
  }

  @Test
  void production_by_mistake_is_taken_back_with_a_reason_that_is_shown() throws Exception {
    String id = add("agency");
    String ref = ref(id, "crm-staging");
    post("/accounts/" + id + "/take", "ref", ref, "production", ref);
    assertThat(page("/accounts/" + id)).contains("Production, never sleeps: taken over as");
    assertThat(page("/dialogs/apps/crm-staging/not-production")).contains("Reason");
    assertThat(post("/apps/crm-staging/not-production", "reason", " ").statusCode()).isEqualTo(400);

    post("/apps/crm-staging/not-production", "reason", "a slip at the takeover");

    assertThat(page("/apps/crm-staging"))
        .contains("is production no longer", "a slip at the takeover")
        .doesNotContain("never: it is production", "Lift protection");
    assertThat(page("/accounts/" + id)).doesNotContain("Production, never sleeps");
    HttpResponse<String> again = post("/apps/crm-staging/not-production", "reason", "once more");
    assertThat(again.statusCode()).isEqualTo(409);
  }

  @Test
  void app_of_a_production_account_is_production_as_long_as_the_account_is() throws Exception {
    String id = add("agency");
    post("/accounts/" + id + "/take", "ref", ref(id, "crm-staging"));
    post("/accounts/" + id + "/production", "production", "true");
    HttpResponse<String> refused = post("/apps/crm-staging/not-production", "reason", "a slip");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("all of account 'agency' is production", "lift");
    assertThat(page("/apps/crm-staging")).contains("never: it is production");
  }

  @Test
  void account_with_an_app_that_cannot_be_woken_stays_and_says_which() throws Exception {
    String id = add("agency");
    post("/accounts/" + id + "/take", "ref", ref(id, "crm-staging"));
    asleep("crm-staging");
    heroku.failBoots("crm-staging");
    HttpResponse<String> refused = post("/accounts/" + id + "/remove");
    heroku.mend("crm-staging");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("leaves-asleep", "crm-staging: ");
    assertThat(page("/accounts")).contains("agency");
  }

  @Test
  void everything_is_woken_at_once() throws Exception {
    String id = add("agency");
    post("/accounts/" + id + "/take", "ref", ref(id, "intranet"));
    asleep("intranet");
    assertThat(page("/dialogs/accounts/wake-all")).contains("1 app sleeps now");
    assertThat(post("/accounts/wake-all").body()).contains("1 app woken");
  }

  @Test
  void production_account_is_marked_and_events_name_it() throws Exception {
    String id = add("agency-marked");
    post("/accounts/" + id + "/production", "production", "true");
    assertThat(page("/accounts")).contains("Nothing on this account is put to sleep");
    assertThat(page("/fragments/events?type=account-marked"))
        .contains("/accounts/agency-marked", "as production");
  }

  @Test
  void revoked_token_shows_the_platforms_word_and_hinders_no_mark() throws Exception {
    String token = "HRKU-short-lived";
    heroku.grant(token, Duration.ofHours(1));
    String id = first(NEXT, post("/accounts", form("agency", token)).body());
    heroku.revoke(token);
    assertThat(post("/accounts/" + id + "/refresh").body())
        .contains("agency is refused", "Invalid credentials provided");
    assertThat(page("/accounts")).contains("Refused", "Invalid credentials provided");
    HttpResponse<String> marked = post("/accounts/" + id + "/production", "production", "true");
    assertThat(marked.statusCode()).isEqualTo(200);
    assertThat(marked.body()).contains("is production");
  }

  @Test
  void secret_is_on_no_page() throws Exception {
    String id = add("agency");
    HttpResponse<String> rotated = post("/accounts/" + id + "/rotate", "setting.token", TOKEN);
    assertThat(rotated.body()).contains("has new credentials").doesNotContain(TOKEN);
    for (String path :
        List.of(
            "/accounts",
            "/accounts/new?provider=heroku",
            "/accounts/" + id,
            "/dialogs/accounts/" + id + "/rotate",
            "/dialogs/accounts/" + id + "/remove",
            "/events")) {
      assertThat(page(path)).as(path).doesNotContain(TOKEN);
    }
  }

  @Test
  void stranger_is_sent_to_the_door_and_a_foreign_form_is_refused() throws Exception {
    HttpRequest stranger = HttpRequest.newBuilder(URI.create(at("/accounts"))).build();
    assertThat(HttpClient.newHttpClient().send(stranger, BodyHandlers.ofString()).statusCode())
        .isEqualTo(302);
    HttpRequest forged =
        HttpRequest.newBuilder(URI.create(at("/accounts/wake-all")))
            .POST(BodyPublishers.noBody())
            .build();
    assertThat(browser.send(forged, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
  }

  private static String add(String name) throws Exception {
    return first(NEXT, post("/accounts", form(name, TOKEN)).body());
  }

  private static String[] form(String name, String token) {
    return new String[] {
      "provider",
      "heroku",
      "name",
      name,
      "region",
      "eu",
      "setting.token",
      token,
      "setting.team",
      "",
      "setting.api-url",
      heroku.api().toString(),
      "setting.router-url",
      heroku.router().toString()
    };
  }

  /** What waits for a decision, by name. */
  private static Map<String, String> refs(String id) throws Exception {
    return FOUND
        .matcher(page("/accounts/" + id))
        .results()
        .collect(Collectors.toMap(row -> row.group(2), row -> row.group(1)));
  }

  private static String ref(String id, String name) throws Exception {
    return Objects.requireNonNull(refs(id).get(name), name);
  }

  private static void asleep(String app) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          post("/apps/" + app + "/sleep");
          assertThat(page("/fragments/apps/" + app + "/hero")).contains("hero-asleep");
        });
  }

  private static HttpResponse<String> post(String path, String... fields) throws Exception {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      body.append(i == 0 ? "" : "&").append(fields[i]).append('=');
      body.append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(at(path)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("HX-Request", "true")
            .header("X-CSRF-TOKEN", csrf)
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    return browser.send(request, BodyHandlers.ofString());
  }

  private static String page(String path) throws Exception {
    HttpResponse<String> page = get(at(path));
    assertThat(page.statusCode()).as(path).isEqualTo(200);
    return page.body();
  }

  private static HttpResponse<String> get(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/html,*/*").build();
    return browser.send(request, BodyHandlers.ofString());
  }

  private static String at(String path) {
    return server.consoleUrl() + path;
  }

  private static String first(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .findFirst()
        .orElseThrow(() -> new AssertionError(pattern + " is not in " + text))
        .group(1);
  }
}
