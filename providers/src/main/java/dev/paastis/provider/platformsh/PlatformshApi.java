// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import static dev.paastis.provider.platformsh.Steps.then;

import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import dev.paastis.rest.Metering;
import dev.paastis.rest.RestClient;
import dev.paastis.rest.RestReply;
import dev.paastis.rest.RestReply.Answered;
import dev.paastis.rest.RestRequest;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The vendor's calls. Paths are always put on the configured base: links in answers may name a
 * regional host, and a credential goes only where it was meant to.
 *
 * @see <a href="https://github.com/upsun/upsun-sdk-node/tree/main/schema">the API's description</a>
 */
final class PlatformshApi implements AutoCloseable {
  private static final int UNAUTHORIZED = 401;
  private static final int CONFLICT = 409;

  /** Activities are polled every few seconds by the vendor's own clients, many at once. */
  static final ApiLimit LIMIT =
      new ApiLimit(
          "account",
          300,
          Duration.ofMinutes(1),
          50,
          "Platform.sh documents no limit; five calls a second are our own");

  private final RestClient client;
  private final Replies replies;
  private final Bearers bearers;
  private final Ticker ticker;
  private final LastRest lastRest = new LastRest();

  /** Until when the vendor wants to be left alone, on the ticker's scale. */
  private volatile long quietUntilNanos;

  PlatformshApi(PlatformshSettings settings, ApiBudget budget, Ticker ticker, InstantSource clock) {
    Metering metering = Metering.of(budget, LIMIT, null);
    this.client = new RestClient(settings.api(), metering);
    this.replies = new Replies(clock);
    this.bearers = new Bearers(settings, metering, replies, ticker);
    this.ticker = ticker;
    this.quietUntilNanos = ticker.nanos();
  }

  /** Reads an object; any other answer makes no sense. */
  CallOutcome<JsonNode> object(String path, Call call) {
    return get(path, JsonNode::isObject, call);
  }

  /** Reads a list; any other answer makes no sense, least of all that of an empty list. */
  CallOutcome<JsonNode> list(String path, Call call) {
    return get(path, JsonNode::isArray, call);
  }

  /**
   * Whose token it is, for people.
   *
   * @see <a href="https://github.com/upsun/upsun-sdk-node/tree/main/schema">the API's description,
   *     get the current user</a>
   */
  CallOutcome<String> user(Call call) {
    return object("/users/me", call)
        .map(me ->
            Stream.of("email", "username", "id")
                .map(field -> Json.text(me, field))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(""));
  }

  /**
   * Reads one environment.
   *
   * @see <a href="https://github.com/upsun/upsun-sdk-node/tree/main/schema">the API's description,
   *     get an environment</a>
   */
  CallOutcome<Environment> environment(Ref ref, Call call) {
    return ref.environment().isEmpty()
        ? CallOutcome.refused(Refusal.Kind.NOT_FOUND, "no environment is named '" + ref + "'")
        : object(ref.path(), call).map(json -> lastRest.note(Environment.of(ref, json)));
  }

  /**
   * What an environment runs and where it answers.
   *
   * @see <a href="https://github.com/upsun/upsun-sdk-node/tree/main/schema">the API's description,
   *     get a deployment</a>
   */
  CallOutcome<JsonNode> deployment(Ref ref, Call call) {
    return object(ref.path() + "/deployments/current", call);
  }

  /**
   * The activities of an environment, newest first.
   *
   * @see <a href="https://github.com/upsun/upsun-sdk-node/tree/main/schema">the API's description,
   *     list activities</a>
   */
  CallOutcome<List<Activity>> activities(Ref ref, Call call) {
    return list(ref.path() + "/activities", call).map(Activity::list);
  }

  /**
   * One activity.
   *
   * @see <a href="https://github.com/upsun/upsun-sdk-node/tree/main/schema">the API's description,
   *     get an activity</a>
   */
  CallOutcome<Activity> activity(Ref ref, String id, Call call) {
    return object(ref.path() + "/activities/" + Ref.encode(id), call).map(Activity::of);
  }

  /**
   * Orders a pause or a resume. Which status of 2xx the vendor gives is not documented, so any will
   * do. A conflict means that something else is being done to the environment, and is no order.
   *
   * @see <a
   *     href="https://github.com/platformsh/legacy-cli/blob/main/src/Command/Environment/EnvironmentPauseCommand.php">
   *     the vendor's command line</a>
   */
  CallOutcome<Order> order(Ref ref, Goal goal, Call call) {
    RestRequest request = RestRequest.of("POST", ref.path() + "/" + goal.action());
    return then(
        reply(request, call),
        reply ->
            reply instanceof Answered answered && answered.status() == CONFLICT
                ? CallOutcome.done(new Order.Conflict())
                : replies.outcome(reply, answered -> Optional.of(accepted(answered, goal))));
  }

  /**
   * Deletes an environment that is inactive, with its branch.
   *
   * @see <a
   *     href="https://github.com/platformsh/legacy-cli/blob/main/src/Command/Environment/EnvironmentDeleteCommand.php">
   *     the vendor's command line</a>
   */
  CallOutcome<Ref> delete(Ref ref, Call call) {
    return then(
        reply(RestRequest.of("DELETE", ref.path()), call),
        reply -> replies.outcome(reply, _ -> Optional.of(ref)));
  }

  /** How environments were when last seen at rest. */
  LastRest lastRest() {
    return lastRest;
  }

  /** How long to wait before the next call, beyond one's own pace. */
  Duration quiet() {
    return Duration.ofNanos(Math.max(0, quietUntilNanos - ticker.nanos()));
  }

  @Override
  public void close() {
    client.close();
    bearers.close();
  }

  /** What became of an order. */
  sealed interface Order {
    /**
     * The vendor will carry it out.
     *
     * @param activity carries it out, where the answer names it
     */
    record Accepted(Optional<Activity> activity) implements Order {}

    /** Something else is being done to the environment. */
    record Conflict() implements Order {}
  }

  private static Order accepted(Answered answered, Goal goal) {
    return new Order.Accepted(
        answered.json().stream()
            .flatMap(json -> Activity.list(json.path("_embedded").path("activities")).stream())
            .filter(activity -> activity.leadsTo(goal))
            .findFirst());
  }

  private CallOutcome<JsonNode> get(String path, Predicate<JsonNode> sensible, Call call) {
    return then(
        reply(RestRequest.of("GET", path), call),
        reply -> replies.outcome(reply, answered -> answered.json().filter(sensible)));
  }

  /** A bearer that is not accepted was revoked or has expired: it is renewed once. */
  private CallOutcome<RestReply> reply(RestRequest request, Call call) {
    return then(
        bearers.current(call),
        bearer -> {
          RestReply reply = signed(request, bearer, call);
          if (reply instanceof Answered answered && answered.status() == UNAUTHORIZED) {
            bearers.forget(bearer);
            return bearers.current(call).map(fresh -> signed(request, fresh, call));
          }
          return CallOutcome.done(reply);
        });
  }

  private RestReply signed(RestRequest request, Secret bearer, Call call) {
    RestReply reply = client.send(request.with("Authorization", "Bearer " + bearer.reveal()), call);
    if (reply instanceof Answered answered) {
      replies
          .retryAfter(answered)
          .ifPresent(wait -> quietUntilNanos = ticker.nanos() + wait.toNanos());
    }
    return reply;
  }
}
