// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.http;

import dev.paastis.described.OwnPlatform;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Secret;
import dev.paastis.rest.Metering;
import dev.paastis.rest.Outcomes;
import dev.paastis.rest.RestClient;
import dev.paastis.rest.RestReply;
import dev.paastis.rest.RestRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.util.RawValue;

/** Asks the user's own API over HTTP. */
final class HttpPlatform implements OwnPlatform {
  static final ApiLimit LIMIT =
      new ApiLimit(
          "account",
          300,
          Duration.ofMinutes(1),
          60,
          "kept by Paastis itself: five calls a second, sixty at once");

  private static final int ACCEPTED = 202;

  private final HttpSettings settings;
  private final Map<URI, RestClient> clients;

  HttpPlatform(HttpSettings settings, ApiBudget budget) {
    Metering metering = Metering.of(budget, LIMIT, null);
    this.settings = settings;
    this.clients =
        Stream.of(settings.list(), settings.status(), settings.wake(), settings.sleep())
            .map(Endpoint::origin)
            .distinct()
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(), origin -> new RestClient(origin, metering)));
  }

  @Override
  public CallOutcome<String> list(Call call) {
    Endpoint list = settings.list();
    return send(list, RestRequest.of("GET", list.path()), call);
  }

  @Override
  public CallOutcome<String> status(String ref, Call call) {
    Endpoint status = settings.status();
    return send(status, RestRequest.of("GET", status.path(ref)), call);
  }

  @Override
  public CallOutcome<String> wake(String ref, String formation, String operation, Call call) {
    Map<String, Object> body = Map.of("operation", operation, "formation", new RawValue(formation));
    return order(settings.wake(), ref, operation, body, call);
  }

  @Override
  public CallOutcome<String> sleep(String ref, String operation, Call call) {
    return order(settings.sleep(), ref, operation, Map.of("operation", operation), call);
  }

  private CallOutcome<String> order(
      Endpoint endpoint, String ref, String operation, Map<String, Object> body, Call call) {
    RestRequest request =
        RestRequest.json("POST", endpoint.path(ref), body).with("Idempotency-Key", operation);
    return send(endpoint, request, call);
  }

  /** The one place where an answer over HTTP becomes an outcome. */
  private CallOutcome<String> send(Endpoint endpoint, RestRequest request, Call call) {
    RestRequest asking = request.with("Accept", "application/json, application/problem+json");
    Secret token = settings.token();
    RestRequest signed =
        token == null ? asking : asking.with("Authorization", "Bearer " + token.reveal());
    return Outcomes.of(client(endpoint).send(signed, call), HttpPlatform::text, ErrorText::of);
  }

  /** Whatever an accepted order is answered with, its end is asked for. */
  private static Optional<String> text(RestReply.Answered answer) {
    return Optional.of(answer.status() == ACCEPTED ? "" : answer.body());
  }

  private RestClient client(Endpoint endpoint) {
    RestClient client = clients.get(endpoint.origin());
    if (client == null) {
      throw new IllegalStateException("no client of " + endpoint.origin());
    }
    return client;
  }

  @Override
  public void close() {
    clients.values().forEach(RestClient::close);
  }
}
