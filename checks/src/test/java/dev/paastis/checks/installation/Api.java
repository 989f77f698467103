// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.api.AppView;
import dev.paastis.api.EventView;
import dev.paastis.api.IntervalView;
import dev.paastis.api.ItemPage;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The API of design section 5, as a client of ours uses it. */
public final class Api {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private final URI base;
  private final String authorization;

  Api(URI base, String bearer) {
    this.base = base;
    this.authorization = "Bearer " + bearer;
  }

  /** Reads an address below {@code /api/v1}. */
  public HttpResponse<String> get(String path) throws IOException {
    return Web.send(
        Web.to(base.resolve("/api/v1" + path)).header("Authorization", authorization).build());
  }

  /** Sends JSON to an address below {@code /api/v1}. */
  public HttpResponse<String> post(String path, String json) throws IOException {
    return Web.send(
        Web.to(base.resolve("/api/v1" + path))
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  /** Asks something of an app, by its name: {@code wake}, {@code sleep}, {@code unpin}. */
  public HttpResponse<String> ask(String app, String verb) throws IOException {
    return post("/apps/" + app(app).id() + "/" + verb, "{}");
  }

  /** All apps. */
  public List<AppView> apps() throws IOException {
    return all("/apps?limit=20", new TypeReference<ItemPage<AppView>>() {});
  }

  /** The app of that name. */
  public AppView app(String name) throws IOException {
    return apps().stream().filter(app -> app.name().equals(name)).findFirst().orElseThrow();
  }

  /** All events, oldest first. */
  public List<EventView> events() throws IOException {
    return all("/events?limit=100", new TypeReference<ItemPage<EventView>>() {}).stream()
        .sorted(Comparator.comparingLong(EventView::id))
        .toList();
  }

  /** The events of an app with a type, oldest first, after that event. */
  public List<EventView> events(String app, String type, long after) throws IOException {
    return events().stream()
        .filter(event -> app.equals(event.appName()))
        .filter(event -> type.equals(event.type()))
        .filter(event -> event.id() > after)
        .toList();
  }

  /** The id of the newest event, zero when there is none. */
  public long newestEvent() throws IOException {
    return events().stream().mapToLong(EventView::id).max().orElse(0);
  }

  /** The app's intervals, oldest first. */
  public List<IntervalView> timeline(String app) throws IOException {
    String path = "/apps/" + app(app).id() + "/timeline?limit=100";
    return all(path, new TypeReference<ItemPage<IntervalView>>() {});
  }

  /** Waits until the app is in that state. */
  public void awaitState(String app, String state) {
    await("%s is %s".formatted(app, state))
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreException(IOException.class)
        .untilAsserted(() -> assertThat(app(app).state()).isEqualTo(state));
  }

  /** Puts the app to sleep unless it is, whatever it was doing, and waits until it is. */
  public void settleAsleep(String app) {
    await(app + " is asleep")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .ignoreException(IOException.class)
        .until(() -> {
          String state = app(app).state();
          if (state.equals("awake")) {
            ask(app, "sleep");
          }
          return state.equals("asleep");
        });
  }

  private <T> List<T> all(String path, TypeReference<ItemPage<T>> type) throws IOException {
    List<T> items = new ArrayList<>();
    String next = null;
    do {
      String from =
          next == null ? "" : "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
      HttpResponse<String> answer = get(path + from);
      assertThat(answer.statusCode()).as("GET %s: %s", path, answer.body()).isEqualTo(200);
      ItemPage<T> page = JSON.readValue(answer.body(), type);
      items.addAll(page.items());
      next = page.next();
    } while (next != null);
    return items;
  }
}
