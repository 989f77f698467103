// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Cause;
import dev.paastis.app.SpaceId;
import dev.paastis.gateway.route.IgnoreRules;
import dev.paastis.server.testing.RealStore;
import dev.paastis.server.testing.WakesServer;
import dev.paastis.server.wakes.IgnoreDesk;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Wakes, their causes, and the rules that would have avoided them, on a real database. */
final class WakesApiTest {
  private static final String FIREFOX =
      "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
  private static final WakesServer SERVER = WakesServer.shared();

  private final SpaceId space = WakesServer.SPACE;
  private Instant at = Instant.EPOCH;

  @BeforeEach
  void clear() {
    SERVER.clear();
    at = Instant.now().minus(Duration.ofDays(6)); // the server's own clock runs
  }

  /** A wake, after which the app is awake for so long. */
  private void woken(String app, Map<String, String> details, Duration awake) {
    at = at.plus(Duration.ofHours(1));
    Cause cause = new Cause(Cause.Kind.REQUEST, "GET " + details.get("path"), details);
    RealStore.store().wakes().woken(RealStore.appId(app), at, Duration.ofSeconds(3), cause);
    Instant quiet = at.plusSeconds(3).plus(awake);
    RealStore.interval(space, app, "falling-asleep", quiet, quiet.plusSeconds(2));
    RealStore.interval(space, app, "asleep", quiet.plusSeconds(2), quiet.plusSeconds(5));
  }

  private static Map<String, String> by(@Nullable String agent, String path, String address) {
    Map<String, String> details = new HashMap<>(Map.of("path", path, "address", address));
    if (agent != null) {
      details.put("agent", agent);
    }
    return details;
  }

  private void alone(int times, String app, Map<String, String> details) {
    for (int i = 0; i < times; i++) {
      woken(app, details, Duration.ofMinutes(15).plusSeconds(1));
    }
  }

  private static JsonNode items(String path) {
    HttpResponse<String> response = SERVER.get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return SERVER.json(response).get("items");
  }

  @Test
  void wakes_are_listed_newest_first_and_can_be_narrowed() {
    alone(2, "hello", by("curl/8.5.0", "/a", "203.0.113.9"));
    alone(1, "slow", by(FIREFOX, "/b", "203.0.113.8"));

    JsonNode first = SERVER.json(SERVER.get("/wakes?limit=2"));
    assertThat(first.at("/items/0/appName").asString()).isEqualTo("slow");
    assertThat(first.at("/items/0/cause/details/path").asString()).isEqualTo("/b");
    assertThat(first.at("/items/0/took").asString()).isEqualTo("3s");
    JsonNode second =
        SERVER.json(SERVER.get("/wakes?limit=2&cursor=" + first.get("next").asString()));
    assertThat(second.get("items")).hasSize(1);
    assertThat(second.get("next").isNull()).isTrue();
    assertThat(items("/wakes?app=hello")).hasSize(2);
    assertThat(items("/wakes?from=" + at)).hasSize(1);
    assertThat(SERVER.get("/wakes?app=nobody").statusCode()).isEqualTo(404);
    assertThat(SERVER.get("/wakes?from=yesterday").statusCode()).isEqualTo(400);
  }

  @Test
  void causes_are_grouped_with_what_they_cost() {
    alone(3, "hello", by("AcmeProbe/1.0", "/health", "10.0.0.1"));
    woken("hello", by("AcmeProbe/1.1", "/health", "10.0.0.1"), Duration.ofMinutes(40));
    woken("hello", by(FIREFOX, "/", "203.0.113.9"), Duration.ofHours(2));

    JsonNode groups = items("/wakes/causes?days=7");
    assertThat(groups).hasSize(2);
    assertThat(groups.at("/0/agent").asString()).isEqualTo("AcmeProbe");
    assertThat(groups.at("/0/wakes").asInt()).isEqualTo(4);
    assertThat(groups.at("/0/alone").asInt()).isEqualTo(3);
    assertThat(groups.at("/0/awakeAlone").asString()).isEqualTo("45m9s");
    assertThat(groups.at("/0/browser").asBoolean()).isFalse();
    assertThat(groups.at("/1/agent").asString()).isEqualTo("Firefox");
    assertThat(groups.at("/1/alone").asInt()).isZero();
    assertThat(items("/wakes/causes?days=1")).isEmpty();
    assertThat(SERVER.get("/wakes/causes?days=91").statusCode()).isEqualTo(400);
  }

  @Test
  void machine_is_proposed_applied_and_not_proposed_again() {
    alone(6, "hello", by("AcmeProbe/1.0", "/health", "10.0.0.1"));
    IgnoreRules before = SERVER.bean(IgnoreDesk.class).inForce();
    assertThat(before.match("AcmeProbe/1.0", "/health", "10.0.0.1", "hello")).isNull();

    JsonNode proposals = items("/ignore-proposals");
    assertThat(proposals).hasSize(1);
    assertThat(proposals.at("/0/why").asString())
        .isEqualTo("AcmeProbe woke hello 6 times, and nobody followed 6 of them");
    assertThat(proposals.at("/0/awakeAlone").asString()).isEqualTo("1h30m18s");
    String id = proposals.at("/0/id").asString();
    JsonNode rule = SERVER.json(SERVER.post("/ignore-proposals/" + id + "/apply", ""));
    assertThat(rule.get("name").asString()).isEqualTo("acmeprobe");
    assertThat(rule.get("source").asString()).isEqualTo("person");
    assertThat(rule.at("/answer/status").asInt()).isEqualTo(200);

    IgnoreRules now = SERVER.bean(IgnoreDesk.class).inForce();
    assertThat(now.match("AcmeProbe/2.0", "/health", "10.9.9.9", "hello")).isNotNull();
    assertThat(now.match("AcmeProbe/2.0", "/", "10.9.9.9", "hello")).isNull();
    assertThat(now.match("AcmeProbe/2.0", "/health", "10.9.9.9", "slow")).isNull();
    assertThat(now.match(FIREFOX, "/health", "10.0.0.1", "hello")).isNull();
    assertThat(items("/ignore-proposals")).isEmpty();
    assertThat(SERVER.post("/ignore-proposals/" + id + "/apply", "").statusCode()).isEqualTo(404);
  }

  @Test
  void crawler_of_many_paths_and_apps_is_known_by_its_agent_alone() {
    for (int i = 0; i < 8; i++) {
      alone(1, i % 2 == 0 ? "hello" : "slow", by("Foo-Fetcher/1.0", "/p" + i, "10.0.0." + i));
    }

    JsonNode rule = items("/ignore-proposals").at("/0/rule");
    assertThat(rule.get("paths")).isEmpty();
    assertThat(rule.get("apps").isNull()).isTrue();
    assertThat(rule.at("/answer/status").asInt()).isEqualTo(503);
  }

  @Test
  void nothing_is_proposed_that_may_be_a_person_or_chance() {
    alone(9, "hello", by(FIREFOX, "/wp-login.php", "10.0.0.1"));
    alone(9, "hello", by("Mozilla/4.0 (compatible; MSIE 8.0)", "/", "10.0.0.1"));
    alone(9, "hello", by(null, "/health", "10.0.0.1"));
    alone(9, "hello", by("x", "/health", "10.0.0.1"));
    alone(4, "hello", by("RareClient/1", "/", "10.0.0.2"));
    alone(5, "slow", by("ApiClient/1", "/", "10.0.0.3"));
    for (int i = 0; i < 5; i++) {
      woken("slow", by("ApiClient/1", "/", "10.0.0.3"), Duration.ofHours(1).dividedBy(2));
    }

    assertThat(items("/ignore-proposals")).isEmpty();
  }

  @Test
  void rules_are_listed_in_the_order_in_which_they_are_asked() {
    put("mine", "{\"paths\": [\"/health\"]}");

    List<String> names = new ArrayList<>();
    items("/ignore-rules").forEach(rule -> names.add(rule.get("name").asString()));
    assertThat(names)
        .containsExactly("of-the-file", "mine", "crawlers", "monitors", "browser-extras");
  }

  @Test
  void rule_of_a_person_is_made_changed_and_removed() {
    assertThat(put("mine", "{\"paths\": [\"/health\"]}").statusCode()).isEqualTo(200);
    HttpResponse<String> changed =
        put("mine", "{\"agents\": [\"foo\"], \"answer\": {\"status\": 204, \"body\": \"x\"}}");

    assertThat(SERVER.json(changed).at("/agents/0").asString()).isEqualTo("foo");
    assertThat(SERVER.json(changed).get("changedBy").asString()).isEqualTo("admin");
    assertThat(SERVER.delete("/ignore-rules/mine").statusCode()).isEqualTo(204);
    assertThat(SERVER.delete("/ignore-rules/mine").statusCode()).isEqualTo(404);
  }

  @Test
  void wrong_rule_is_refused_with_all_that_is_wrong() {
    HttpResponse<String> refused =
        put("mine", "{\"agents\": [\"mozilla\"], \"prefixes\": [\"/\"], \"color\": \"red\"}");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body())
        .contains("part of every browser's", "begins every path", "color", "is not a key here");
    assertThat(put("Not A Name", "{\"paths\": [\"/x\"]}".replace(" ", "")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void rules_of_the_file_and_those_always_there_are_not_for_people_to_change() {
    assertThat(put("of-the-file", "{\"paths\": [\"/x\"]}").statusCode()).isEqualTo(409);
    assertThat(SERVER.delete("/ignore-rules/crawlers").statusCode()).isEqualTo(409);
  }

  private static HttpResponse<String> put(String name, String body) {
    return SERVER.send(
        SERVER
            .request("/api/v1/ignore-rules/" + name.replace(" ", "%20"))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }
}
