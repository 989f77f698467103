// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.tiny;

import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Readiness;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import dev.paastis.rest.Metering;
import dev.paastis.rest.Outcomes;
import dev.paastis.rest.RestClient;
import dev.paastis.rest.RestReply;
import dev.paastis.rest.RestRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Apps of an account on Tiny. Safe for use by many threads. */
final class TinyProvider implements Provider {
  private static final Readiness READINESS =
      new Readiness(
          null, true, Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(2));

  private final RestClient client;
  private final Secret token;

  TinyProvider(URI api, Secret token, ApiBudget budget) {
    this.client = new RestClient(api, Metering.of(budget, TinyKind.LIMIT, null));
    this.token = token;
  }

  @Override
  public CallOutcome<List<DiscoveredApp>> discover(Call call) {
    return send(RestRequest.of("GET", "/apps"), call, JsonNode::isArray)
        .map(list -> list.valueStream().map(TinyApp::new).map(TinyApp::discovered).toList());
  }

  @Override
  public CallOutcome<AppStatus> status(String ref, Call call) {
    CallOutcome<AppStatus> status = app(ref, call).map(TinyApp::status);
    return status instanceof CallOutcome.Refused<AppStatus>(Refusal refusal)
            && refusal.kind() == Refusal.Kind.NOT_FOUND
        ? CallOutcome.done(new AppStatus.Gone())
        : status;
  }

  @Override
  public CallOutcome<AppStatus.Running> start(
      String ref, Formation formation, Operation operation, Call call) {
    return then(
        app(ref, call),
        app ->
            Outcomes.naming(
                app.name(),
                scale(app, app.toStart(formation), call)
                    .map(after -> new AppStatus.Running(after.upstream(), after.formation()))));
  }

  @Override
  public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
    return then(
        app(ref, call),
        app ->
            scale(app, app.withInstances(0), call)
                .map(_ -> new AppStatus.Stopped(app.formation())));
  }

  @Override
  public Readiness readiness(String ref) {
    return READINESS;
  }

  /** None: Tiny keeps no output. */
  @Override
  public List<String> output(String ref, int lines) {
    return List.of();
  }

  @Override
  public void close() {
    client.close();
  }

  private CallOutcome<TinyApp> app(String ref, Call call) {
    return send(RestRequest.of("GET", "/apps/" + ref), call, JsonNode::isObject).map(TinyApp::new);
  }

  /** Orders nothing where all is as it should be: asked twice, it acts once. */
  private CallOutcome<TinyApp> scale(TinyApp app, Formation.ProcessType wanted, Call call) {
    if (app.formation().processes().contains(wanted)) {
      return CallOutcome.done(app);
    }
    Object order = Map.of("instances", wanted.quantity(), "size", wanted.size());
    return send(RestRequest.json("PUT", "/apps/" + app.id(), order), call, JsonNode::isObject)
        .map(TinyApp::new);
  }

  /** The one place where an answer of Tiny gets its meaning. */
  private CallOutcome<JsonNode> send(
      RestRequest request, Call call, Predicate<JsonNode> makesSense) {
    RestReply reply = client.send(request.with("Authorization", "Bearer " + token.reveal()), call);
    Function<RestReply.Answered, Optional<JsonNode>> read =
        answered -> answered.json().filter(makesSense);
    return Outcomes.of(reply, read, TinyProvider::words);
  }

  private static String words(RestReply.Answered answered) {
    return "Tiny: "
        + answered.json().map(json -> json.path("error").asString("")).orElse("")
        + " (status "
        + answered.status()
        + ")";
  }

  private static <T, U> CallOutcome<U> then(
      CallOutcome<T> first, Function<? super T, CallOutcome<U>> next) {
    return switch (first) {
      case CallOutcome.Done<T>(T value) -> next.apply(value);
      case CallOutcome.Refused<T>(Refusal refusal) -> new CallOutcome.Refused<>(refusal);
      case CallOutcome.Unknown<T>(String cause) -> CallOutcome.unknown(cause);
    };
  }
}
