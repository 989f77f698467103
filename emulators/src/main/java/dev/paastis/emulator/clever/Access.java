// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Who may call: API tokens on the bridge, signed calls everywhere. Safe for use by many threads.
 */
final class Access {
  private static final Duration LIFE_OF_A_USER_TOKEN = Duration.ofDays(90);
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final Signature.Key KEY =
      new Signature.Key(CleverEmulator.CONSUMER_SECRET, CleverEmulator.USER_SECRET);

  private final InstantSource clock;
  private final Map<String, ApiToken> apiTokens = new LinkedHashMap<>();
  private Instant userTokenEnds;
  private int made;

  Access(String token, InstantSource clock) {
    this.clock = clock;
    this.userTokenEnds = clock.instant().plus(LIFE_OF_A_USER_TOKEN);
    apiTokens.put(token, new ApiToken("api_token_0", "first", Instant.MAX));
  }

  private record ApiToken(String id, String name, Instant ends) {
    Map<String, String> view() {
      return Map.of("apiTokenId", id, "name", name, "expirationDate", ends.toString());
    }
  }

  /** On the bridge both schemes are understood. */
  Optional<Answer> onBridge(Call call) {
    boolean makesToken = call.method().equals("POST") && call.path().equals("/api-tokens");
    return makesToken || bears(call) || isSigned(call)
        ? Optional.empty()
        : Optional.of(Errors.unauthorized());
  }

  /** On the API itself only signed calls are. */
  Optional<Answer> onApi(Call call) {
    return isSigned(call) ? Optional.empty() : Optional.of(Errors.unauthorized());
  }

  synchronized void expire(String token, Instant at) {
    ApiToken known = apiTokens.get(token);
    if (known != null) {
      apiTokens.put(token, new ApiToken(known.id(), known.name(), at));
    }
    if (token.equals(CleverEmulator.USER_TOKEN)) {
      userTokenEnds = at;
    }
  }

  synchronized void revoke(String token) {
    apiTokens.remove(token);
    if (token.equals(CleverEmulator.USER_TOKEN)) {
      userTokenEnds = Instant.MIN;
    }
  }

  synchronized void readmit(String token) {
    if (token.equals(CleverEmulator.USER_TOKEN)) {
      userTokenEnds = clock.instant().plus(LIFE_OF_A_USER_TOKEN);
      return;
    }
    apiTokens.put(token, new ApiToken("api_token_0", "first", Instant.MAX));
  }

  synchronized Answer make(Call call) {
    JsonNode body = call.json().orElse(null);
    if (body == null || !body.path("password").asString("").equals(CleverEmulator.PASSWORD)) {
      return Errors.unauthorized();
    }
    String ends = body.path("expirationDate").asString("");
    try {
      made++;
      ApiToken token =
          new ApiToken(
              "api_token_" + made, body.path("name").asString("unnamed"), Instant.parse(ends));
      String text = "made-token-" + made;
      apiTokens.put(text, token);
      Map<String, String> answer = new LinkedHashMap<>(token.view());
      answer.put("apiToken", text);
      return Answer.json(201, answer);
    } catch (DateTimeException e) {
      return Errors.invalid(Map.of("expirationDate", "must be a date, got: " + ends));
    }
  }

  synchronized Answer list(Call call) {
    List<Map<String, String>> tokens = apiTokens.values().stream().map(ApiToken::view).toList();
    return Answer.json(200, tokens);
  }

  synchronized Answer delete(Call call) {
    return apiTokens.values().removeIf(token -> token.id().equals(call.param("token")))
        ? Answer.empty(204)
        : Errors.notFound();
  }

  private synchronized boolean bears(Call call) {
    String header = call.header("Authorization").orElse("");
    ApiToken token =
        header.startsWith("Bearer ") ? apiTokens.get(header.substring("Bearer ".length())) : null;
    return token != null && clock.instant().isBefore(token.ends());
  }

  private synchronized boolean isSigned(Call call) {
    String header = call.header("Authorization").orElse("");
    if (!header.startsWith("OAuth ") || !clock.instant().isBefore(userTokenEnds)) {
      return false;
    }
    Signature signature = Signature.read(header);
    return signature.field("oauth_consumer_key").equals(CleverEmulator.CONSUMER_KEY)
        && signature.field("oauth_token").equals(CleverEmulator.USER_TOKEN)
        && isFresh(signature)
        && signature.fits(call, KEY);
  }

  /** A plain signature needs no time. */
  private boolean isFresh(Signature signature) {
    if (signature.field("oauth_signature_method").equals("PLAINTEXT")) {
      return true;
    }
    try {
      long at = Long.parseLong(signature.field("oauth_timestamp"));
      Duration off = Duration.between(Instant.ofEpochSecond(at), clock.instant()).abs();
      return off.compareTo(SKEW) <= 0 && !signature.field("oauth_nonce").isEmpty();
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
