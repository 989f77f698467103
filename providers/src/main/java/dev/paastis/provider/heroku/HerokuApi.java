// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.app.Formation;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import dev.paastis.rest.Metering;
import dev.paastis.rest.Outcomes;
import dev.paastis.rest.RestClient;
import dev.paastis.rest.RestReply;
import dev.paastis.rest.RestRequest;
import dev.paastis.rest.SharedRouter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The calls of the Platform API that sleeping and waking take. Safe for use by many threads.
 *
 * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference">Platform API</a>
 */
final class HerokuApi implements AutoCloseable {
  /** Calls of an account when none was made for an hour. */
  static final int FULL_BUCKET = 4500;

  /** The only limit there is. */
  static final ApiLimit LIMIT =
      ApiLimit.bucket(
          "account",
          FULL_BUCKET,
          Duration.ofHours(1),
          "https://devcenter.heroku.com/articles/platform-api-reference#rate-limits");

  private static final String VERSION = "application/vnd.heroku+json; version=3";
  private static final String FIRST_PAGE = "id ..; max=1000";

  private static final String REMAINING = "RateLimit-Remaining";
  private static final String SCOPE = "Oauth-Scope";

  private static final int LONGEST_MESSAGE = 400;

  /** Error identifiers that mean money, whatever their status. */
  private static final Set<String> PAYMENT = Set.of("delinquent", "verification_needed");

  private final RestClient client;
  private final Secret token;
  private final SharedRouter router;

  /** By the last answer; a race between two answers makes it a few calls wrong for a moment. */
  private volatile int remaining = FULL_BUCKET;

  /** Of the token, by the last answer that told; empty before. */
  private volatile Set<String> scopes = Set.of();

  HerokuApi(HerokuSettings settings, ApiBudget budget) {
    this.client = new RestClient(settings.api(), Metering.of(budget, LIMIT, REMAINING));
    this.token = settings.token();
    this.router = settings.router();
  }

  /**
   * What the token may be used for, for example {@code read}; empty while no answer has told.
   *
   * @see <a href="https://devcenter.heroku.com/articles/oauth#scopes">Scopes</a>
   */
  Set<String> scopes() {
    return scopes;
  }

  /**
   * The address of the account's owner. Takes the scope {@code identity} or {@code global}.
   *
   * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference#account-info">
   *     Account info</a>
   */
  CallOutcome<String> account(Call call) {
    return outcome(
        send(RestRequest.of("GET", "/account"), call),
        json -> Optional.of(json.path("email").asString("")));
  }

  /**
   * In which stages of pipelines apps are, all in one list.
   *
   * @see <a
   *     href="https://devcenter.heroku.com/articles/platform-api-reference#pipeline-coupling-list">
   *     Pipeline coupling list</a>
   */
  CallOutcome<List<Coupling>> couplings(Call call) {
    return pages("/pipeline-couplings", Coupling::read, call);
  }

  /**
   * Calls that the account has left, by the header of the last answer.
   *
   * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference#rate-limits">Rate
   *     limits</a>
   */
  int remaining() {
    return remaining;
  }

  /**
   * All apps that the token can see, or those of a team, in pages of a thousand.
   *
   * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference#ranges">Ranges</a>
   */
  CallOutcome<List<HerokuApp>> apps(@Nullable String team, Call call) {
    String path = team == null ? "/apps" : "/teams/" + segment(team) + "/apps";
    return pages(path, json -> HerokuApp.read(json, router), call);
  }

  private <T> CallOutcome<List<T>> pages(
      String path, Function<JsonNode, Optional<T>> readEntry, Call call) {
    List<T> all = new ArrayList<>();
    Set<String> asked = new HashSet<>();
    Optional<String> range = Optional.of(FIRST_PAGE);
    while (range.isPresent()) {
      if (!asked.add(range.get())) {
        return CallOutcome.unknown("the list " + path + " does not end: range " + range.get());
      }
      RestReply reply = send(RestRequest.of("GET", path).with("Range", range.get()), call);
      CallOutcome<List<T>> page = outcome(reply, json -> list(json, readEntry));
      if (!(page instanceof CallOutcome.Done<List<T>>(List<T> entries))) {
        return page;
      }
      all.addAll(entries);
      range = nextRange(reply);
    }
    return CallOutcome.done(all);
  }

  /**
   * One app.
   *
   * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference#app-info">App
   *     info</a>
   */
  CallOutcome<HerokuApp> app(String ref, Call call) {
    return outcome(
        send(RestRequest.of("GET", path(ref, "")), call), json -> HerokuApp.read(json, router));
  }

  /**
   * The process types with their quantities and sizes.
   *
   * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference#formation-list">
   *     Formation list</a>
   */
  CallOutcome<Formation> formation(String ref, Call call) {
    return outcome(send(RestRequest.of("GET", path(ref, "/formation")), call), Formations::read);
  }

  /**
   * Changes the named rows in one call and tells all rows. Quantities are absolute, so that the
   * call may be made twice.
   *
   * @see <a
   *     href="https://devcenter.heroku.com/articles/platform-api-reference#formation-batch-update">
   *     Formation batch update</a>
   */
  CallOutcome<Formation> scale(String ref, List<Map<String, Object>> updates, Call call) {
    RestRequest request =
        RestRequest.json("PATCH", path(ref, "/formation"), Map.of("updates", updates));
    return outcome(send(request, call), Formations::read);
  }

  /**
   * Deletes an app with its add-ons; the answer is the app as it was.
   *
   * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference#app-delete">App
   *     delete</a>
   */
  CallOutcome<HerokuApp> delete(String ref, Call call) {
    return outcome(
        send(RestRequest.of("DELETE", path(ref, "")), call), json -> HerokuApp.read(json, router));
  }

  /**
   * The dynos, those of one-off commands and releases included.
   *
   * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference#dyno-list">Dyno
   *     list</a>
   */
  CallOutcome<List<Dyno>> dynos(String ref, Call call) {
    return outcome(
        send(RestRequest.of("GET", path(ref, "/dynos")), call), json -> list(json, Dyno::read));
  }

  @Override
  public void close() {
    client.close();
  }

  private RestReply send(RestRequest request, Call call) {
    RestReply reply =
        client.send(
            request
                .with("Accept", VERSION)
                .with("User-Agent", "paastis")
                .with("Authorization", "Bearer " + token.reveal()),
            call);
    if (reply instanceof RestReply.Answered answered) {
      answered.header(REMAINING).flatMap(HerokuApi::number).ifPresent(this::left);
      answered.header(SCOPE).ifPresent(this::scoped);
    }
    return reply;
  }

  private void scoped(String told) {
    scopes =
        Arrays.stream(told.strip().split("[ ,]+", -1))
            .filter(scope -> !scope.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  private void left(int calls) {
    remaining = calls;
  }

  /**
   * What a reply means, in this one place. A token cannot be renewed: an authorization either lasts
   * or was revoked.
   *
   * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference#error-responses">
   *     Error responses</a>
   */
  private static <T> CallOutcome<T> outcome(RestReply reply, Function<JsonNode, Optional<T>> read) {
    if (reply instanceof RestReply.Answered answered) {
      if (answered.status() == 429) {
        return CallOutcome.refused(Refusal.Kind.RATE_LIMITED, rateLimit(answered));
      }
      if (answered.status() == 401) {
        return CallOutcome.refused(
            Refusal.Kind.UNAUTHORIZED,
            message(answered) + "; make a new token with 'heroku authorizations:create'");
      }
      if (PAYMENT.contains(text(answered, "id"))) {
        return CallOutcome.refused(Refusal.Kind.QUOTA, message(answered));
      }
    }
    return Outcomes.of(reply, answered -> answered.json().flatMap(read), HerokuApi::message);
  }

  private static String message(RestReply.Answered answered) {
    String said = text(answered, "message");
    String id = text(answered, "id");
    String message = said.isEmpty() ? "no reason given, status " + answered.status() : said;
    String named = id.isEmpty() ? message : message + " (" + id + ")";
    return "Heroku: " + named.substring(0, Math.min(LONGEST_MESSAGE, named.length()));
  }

  private static String rateLimit(RestReply.Answered answered) {
    String wait =
        answered
            .header("Retry-After")
            .map(after -> number(after).isPresent() ? after + " s" : "until " + after)
            .map(after -> "it asks to wait " + after)
            .orElse("it does not say for how long; about 75 calls a minute come back");
    return message(answered).replace('\n', ' ') + "; " + wait;
  }

  private static String text(RestReply.Answered answered, String field) {
    return answered.json().map(json -> json.path(field).asString("")).orElse("");
  }

  private static Optional<String> nextRange(RestReply reply) {
    return reply instanceof RestReply.Answered answered && answered.status() == 206
        ? answered.header("Next-Range")
        : Optional.empty();
  }

  private static <T> Optional<List<T>> list(
      JsonNode json, Function<JsonNode, Optional<T>> readEntry) {
    if (!json.isArray()) {
      return Optional.empty();
    }
    List<T> entries = new ArrayList<>();
    json.forEach(entry -> readEntry.apply(entry).ifPresent(entries::add));
    return Optional.of(entries);
  }

  private static Optional<Integer> number(String text) {
    try {
      return Optional.of(Integer.valueOf(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty(); // a header that is no number says nothing
    }
  }

  private static String path(String ref, String rest) {
    return "/apps/" + segment(ref) + rest;
  }

  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
