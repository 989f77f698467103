// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Exchanges API tokens for bearers of fifteen minutes. Safe for many threads. */
final class Tokens {
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final Set<String> CLIENTS = Set.of("platform-api-user:", "platform-cli:");

  private final InstantSource clock;
  private final Set<String> apiTokens = new HashSet<>();
  private final Map<String, Instant> bearers = new HashMap<>();
  private Duration life = LIFETIME;
  private long issued;

  Tokens(String apiToken, InstantSource clock) {
    this.clock = clock;
    apiTokens.add(apiToken);
  }

  synchronized String issue() {
    String bearer = "acc-" + ++issued;
    bearers.put(bearer, clock.instant().plus(life));
    return bearer;
  }

  /** An API token, or a bearer, is worth nothing any more; bearers of an API token live on. */
  synchronized void revoke(String token) {
    apiTokens.remove(token);
    bearers.remove(token);
  }

  synchronized void readmit(String apiToken) {
    apiTokens.add(apiToken);
  }

  synchronized void revokeBearers() {
    bearers.clear();
  }

  /** Bearers end that long after they are given from now on, whatever is told of them. */
  synchronized void shorten(Duration actual) {
    life = actual;
  }

  synchronized long issued() {
    return issued;
  }

  /** Refuses a call without a living bearer. */
  synchronized Optional<Answer> check(Call call) {
    if (call.path().equals("/oauth2/token")) {
      return Optional.empty();
    }
    String bearer = call.header("Authorization").orElse("").replaceFirst("^[Bb]earer ", "");
    Instant end = bearers.get(bearer);
    return end != null && clock.instant().isBefore(end)
        ? Optional.empty()
        : Optional.of(
            Answer.json(
                401,
                Wire.object()
                    .with("status", 401)
                    .with("title", "Unauthorized")
                    .with("message", "The token has expired.")));
  }

  /** {@code POST /oauth2/token}. */
  synchronized Answer exchange(Call call) {
    if (!CLIENTS.contains(client(call))) {
      return error(401, "invalid_client", "Client authentication failed.");
    }
    if (!field(call, "grant_type").equals("api_token")) {
      return error(400, "unsupported_grant_type", "The grant type is not supported.");
    }
    if (!apiTokens.contains(field(call, "api_token"))) {
      return error(400, "invalid_grant", "Invalid API token.");
    }
    return Answer.json(
        200,
        Wire.object()
            .with("access_token", issue())
            .with("expires_in", LIFETIME.toSeconds())
            .with("token_type", "bearer"));
  }

  private static Answer error(int status, String code, String description) {
    return Answer.json(
        status, Wire.object().with("error", code).with("error_description", description));
  }

  private static String client(Call call) {
    String encoded = call.header("Authorization").orElse("").replaceFirst("^[Bb]asic ", "");
    try {
      return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** The command line sends a form, the older JavaScript client JSON. */
  private static String field(Call call, String name) {
    if (call.body().startsWith("{")) {
      return call.json().map(json -> json.path(name).asString("")).orElse("");
    }
    for (String pair : call.body().split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }
}
