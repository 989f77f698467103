// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.scalingo;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The authentication server: API tokens are exchanged for bearers of one hour, and only bearers
 * open the API.
 */
final class Sessions {
  private static final Duration LIFE = Duration.ofHours(1);

  private final InstantSource clock;
  private final String token;
  private final Map<String, Instant> bearers = new HashMap<>();
  private boolean revoked;
  private Duration life = LIFE;
  private long minted;

  Sessions(String token, InstantSource clock) {
    this.token = token;
    this.clock = clock;
  }

  /** {@code POST /v1/tokens/exchange}: Basic with an empty user and the token as password. */
  synchronized Answer exchange(Call call) {
    String expected = "Basic " + encode(Base64.getEncoder(), ":" + token);
    if (revoked || !call.header("Authorization").orElse("").equals(expected)) {
      return unauthorized("invalid API token");
    }
    Instant now = clock.instant();
    String bearer = jwt(now.plus(LIFE));
    bearers.put(bearer, now.plus(life));
    return Answer.json(200, Map.of("token", bearer));
  }

  /** What a call without a bearer that holds gets. */
  synchronized Optional<Answer> check(Call call) {
    String bearer = call.header("Authorization").orElse("").replaceFirst("^Bearer ", "");
    Instant end = bearers.get(bearer);
    return end != null && clock.instant().isBefore(end)
        ? Optional.empty()
        : Optional.of(unauthorized("unauthorized: the bearer is invalid or has expired"));
  }

  /** Ends a bearer, or the API token with all that was exchanged for it. */
  synchronized void revoke(String credential) {
    if (credential.equals(token)) {
      revoked = true;
      bearers.clear();
    } else {
      bearers.remove(credential);
    }
  }

  /** The API token can be exchanged again. */
  synchronized void readmit() {
    revoked = false;
  }

  /** Bearers end that long after they are given from now on, though they tell of an hour. */
  synchronized void shorten(Duration actual) {
    life = actual;
  }

  /** Bearers given so far. */
  synchronized long minted() {
    return minted;
  }

  /** Ends all bearers; the API token goes on. */
  synchronized void endAll() {
    bearers.clear();
  }

  private String jwt(Instant end) {
    minted++;
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return String.join(
        ".",
        encode(encoder, "{\"alg\":\"HS512\",\"typ\":\"JWT\"}"),
        encode(
            encoder,
            "{\"iss\":\"Scalingo Public API\",\"jti\":\"%d\",\"exp\":%d}"
                .formatted(minted, end.getEpochSecond())),
        encode(encoder, "signature " + minted));
  }

  private static String encode(Base64.Encoder encoder, String text) {
    return encoder.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Answer unauthorized(String error) {
    return Answer.json(401, Map.of("error", error));
  }
}
