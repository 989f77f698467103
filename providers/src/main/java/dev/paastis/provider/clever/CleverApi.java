// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.clever.CleverSettings.Credentials;
import dev.paastis.rest.Metering;
import dev.paastis.rest.Outcomes;
import dev.paastis.rest.RestClient;
import dev.paastis.rest.RestReply;
import dev.paastis.rest.RestReply.Answered;
import dev.paastis.rest.RestRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The calls of Clever Cloud's API that are needed. Safe for use by many threads. */
final class CleverApi implements AutoCloseable {
  /** Error id of an app to which nobody has ever pushed code. */
  private static final int NEVER_DEPLOYED = 4014;

  private static final int UNAUTHORIZED = 401;
  private static final int LONGEST_MESSAGE = 300;

  private final CleverSettings settings;
  private final VendorClock clock;
  private final RestClient client;

  CleverApi(CleverSettings settings, ApiBudget budget, InstantSource clock) {
    this.settings = settings;
    this.clock = new VendorClock(clock);
    this.client = new RestClient(settings.base(), Metering.of(budget, CleverLimits.ACCOUNT, null));
  }

  /**
   * Who asks.
   *
   * @see <a href="https://www.clever-cloud.com/developers/api/v2/">API v2, self</a>
   */
  CallOutcome<JsonNode> self(Call call) {
    return get("/v2/self", body -> body.path("id").isString(), call);
  }

  /**
   * The members of an organisation with their roles.
   *
   * @see <a href="https://www.clever-cloud.com/developers/api/v2/">API v2, members</a>
   */
  CallOutcome<JsonNode> members(String organisation, Call call) {
    return get(Place.ofOwner(organisation) + "/members", JsonNode::isArray, call);
  }

  /**
   * Every owner and app that the credentials can see, with its wanted state.
   *
   * @see <a href="https://www.clever-cloud.com/developers/api/v2/">API v2, summary</a>
   */
  CallOutcome<JsonNode> summary(Call call) {
    return get("/v2/summary", body -> body.path("organisations").isArray(), call);
  }

  /**
   * All apps of an owner in full; the API does not page them.
   *
   * @see <a href="https://www.clever-cloud.com/developers/api/v2/">API v2, applications</a>
   */
  CallOutcome<JsonNode> applications(String owner, Call call) {
    return get(Place.ofOwner(owner) + "/applications", JsonNode::isArray, call);
  }

  /**
   * One app in full.
   *
   * @see <a href="https://www.clever-cloud.com/developers/api/v2/">API v2, application</a>
   */
  CallOutcome<JsonNode> application(Place app, Call call) {
    return get(app.path(), body -> body.path("id").isString(), call);
  }

  /**
   * The machines of an app.
   *
   * @see <a href="https://www.clever-cloud.com/developers/api/v2/">API v2, instances</a>
   */
  CallOutcome<JsonNode> instances(Place app, Call call) {
    return get(app.path() + "/instances", JsonNode::isArray, call);
  }

  /**
   * The last deployments of an app, newest first. A deployment just ordered is found here before it
   * is known by its id.
   *
   * @see <a href="https://www.clever-cloud.com/developers/api/v2/">API v2, deployments</a>
   */
  CallOutcome<JsonNode> deployments(Place app, Call call) {
    return get(app.path() + "/deployments?limit=5", JsonNode::isArray, call);
  }

  /**
   * Changes settings of an app, among them the bounds of its scaling.
   *
   * @see <a
   *     href="https://www.clever-cloud.com/developers/doc/administrate/scalability/">Scalability</a>
   */
  CallOutcome<JsonNode> update(Place app, JsonNode settings, Call call) {
    return send(RestRequest.json("PUT", app.path(), settings), call);
  }

  /**
   * Deploys an app with the build that it has.
   *
   * @see <a href="https://www.clever-cloud.com/developers/api/v2/">API v2, instances</a>
   */
  CallOutcome<JsonNode> start(Place app, Call call) {
    return send(RestRequest.of("POST", app.path() + "/instances"), call);
  }

  /**
   * Stops all machines of an app. Its settings stay; scaling to none is not possible.
   *
   * @see <a href="https://www.clever-cloud.com/developers/api/v2/">API v2, instances</a>
   */
  CallOutcome<JsonNode> stop(Place app, Call call) {
    return send(RestRequest.of("DELETE", app.path() + "/instances"), call);
  }

  /**
   * Deletes an app. Add-ons belong to the owner and stay.
   *
   * @see <a href="https://www.clever-cloud.com/developers/api/v2/">API v2, application</a>
   */
  CallOutcome<JsonNode> delete(Place app, Call call) {
    return send(RestRequest.of("DELETE", app.path()), call);
  }

  @Override
  public void close() {
    client.close();
  }

  private CallOutcome<JsonNode> get(String path, Predicate<JsonNode> makesSense, Call call) {
    RestReply reply = exchange(RestRequest.of("GET", path), call);
    return outcome(reply, body(reply).filter(makesSense));
  }

  /** An order: its answer is good even without a body. */
  private CallOutcome<JsonNode> send(RestRequest request, Call call) {
    RestReply reply = exchange(request, call);
    return outcome(reply, body(reply).or(() -> Optional.of(MissingNode.getInstance())));
  }

  private static Optional<JsonNode> body(RestReply reply) {
    return reply instanceof Answered answered ? answered.json() : Optional.empty();
  }

  /** An API token cannot be made anew: that takes the user's password. */
  private RestReply exchange(RestRequest request, Call call) {
    return switch (settings.credentials()) {
      case Credentials.ApiToken(var token) ->
          client.send(authorized(request, "Bearer " + token.reveal()), call);
      case Credentials.Signed credentials -> exchangeSigned(request, credentials, call);
    };
  }

  /**
   * A signature that was refused is made anew once, with another nonce and the time that the
   * refusal tells, since a clock of ours that is wrong is refused like a wrong secret.
   */
  private RestReply exchangeSigned(RestRequest request, Credentials.Signed credentials, Call call) {
    RestReply first = client.send(signed(request, credentials, clock.instant()), call);
    if (!(first instanceof Answered refusal) || refusal.status() != UNAUTHORIZED) {
      return first;
    }
    Duration ahead = clock.aheadBy(refusal);
    RestReply second = client.send(signed(request, credentials, clock.at(ahead)), call);
    if (second instanceof Answered answered && answered.status() != UNAUTHORIZED) {
      clock.correct(ahead);
    }
    return second;
  }

  private RestRequest signed(RestRequest request, Credentials.Signed credentials, Instant time) {
    var stamp = new Signer.Stamp(UUID.randomUUID().toString(), time.getEpochSecond());
    String url = settings.base() + request.path();
    return authorized(request, new Signer(credentials).header(request.method(), url, stamp));
  }

  private static RestRequest authorized(RestRequest request, String value) {
    return request.with("Authorization", value).with("Accept", "application/json");
  }

  /** The one place where HTTP becomes an outcome. */
  private static CallOutcome<JsonNode> outcome(RestReply reply, Optional<JsonNode> value) {
    if (reply instanceof Answered answered && !answered.ok() && answered.status() < 500) {
      // this error comes with 404 although the app exists
      return errorId(answered) == NEVER_DEPLOYED
          ? CallOutcome.refused(
              Refusal.Kind.INVALID, message(answered) + "; push code to the app first")
          : CallOutcome.refused(Outcomes.kind(answered.status()), advice(answered));
    }
    return Outcomes.of(reply, _ -> value, CleverApi::message);
  }

  private static String advice(Answered answered) {
    return switch (answered.status()) {
      case UNAUTHORIZED ->
          message(answered)
              + "; the credentials are wrong, expired or revoked: make new ones with"
              + " 'clever tokens create'; signed calls are also refused when the clock of this"
              + " machine is wrong";
      case 429 ->
          message(answered)
              + answered
                  .header("Retry-After")
                  .map(after -> "; too many calls, to be tried again after " + after + " s")
                  .orElse("; too many calls, without a word on when to try again");
      default -> message(answered);
    };
  }

  private static int errorId(Answered answered) {
    return answered.json().map(body -> body.path("id").asInt(0)).orElse(0);
  }

  private static String message(Answered answered) {
    String said =
        answered
            .json()
            .map(CleverApi::told)
            .filter(text -> !text.isBlank())
            .orElse("Clever Cloud answered " + answered.status() + " without a message");
    String support = answered.header("Sozu-Id").map(id -> " (Sozu-Id " + id + ")").orElse("");
    return said.substring(0, Math.min(said.length(), LONGEST_MESSAGE)) + support;
  }

  private static String told(JsonNode body) {
    String message = body.path("message").asString("");
    JsonNode fields = body.path("fields");
    return fields.isEmpty() ? message : message + " " + fields;
  }
}
