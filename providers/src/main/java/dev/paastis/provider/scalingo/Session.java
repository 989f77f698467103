// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.provider.Call;
import dev.paastis.provider.Secret;
import dev.paastis.rest.Metering;
import dev.paastis.rest.RestClient;
import dev.paastis.rest.RestReply;
import dev.paastis.rest.RestRequest;
import dev.paastis.schedule.Ticker;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bearer of the account: exchanged for the API token, renewed five minutes before its end as
 * the vendor's own client does, and at once when the platform no longer accepts it. Its age is the
 * time since we asked for it: the instant of its end is by a clock that need not agree with ours.
 * Safe for use by many threads.
 */
final class Session implements AutoCloseable {
  private static final Duration LIFE = Duration.ofMinutes(60);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final RestClient auth;
  private final Secret token;
  private final Ticker ticker;

  /** Held across the exchange on purpose: who comes meanwhile needs its result, not one more. */
  private final ReentrantLock exchanging = new ReentrantLock();

  private volatile @Nullable Bearer current;

  Session(URI auth, Secret token, Metering metering, Ticker ticker) {
    this.auth = new RestClient(auth, metering);
    this.token = token;
    this.ticker = ticker;
  }

  /** A bearer to send, or the reply that stands in the way of one. */
  sealed interface Grant {
    record Granted(Bearer bearer) implements Grant {}

    record Denied(RestReply reply) implements Grant {}
  }

  /**
   * What opens the API.
   *
   * @param renewAtNanos when it is old enough to be exchanged anew, on the ticker's scale
   */
  record Bearer(Secret secret, long renewAtNanos) {}

  /**
   * A bearer that should be accepted.
   *
   * @param refused the one that the platform has just refused, if any
   */
  Grant bearer(@Nullable Bearer refused, Call call) {
    Optional<Grant> atHand = atHand(refused);
    if (atHand.isPresent()) {
      return atHand.get();
    }
    try {
      if (!exchanging.tryLock(call.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return new Grant.Denied(new RestReply.Lost("no bearer was exchanged in time"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Grant.Denied(new RestReply.Lost("the wait for a bearer was interrupted"));
    }
    try {
      return atHand(refused).orElseGet(() -> exchange(call));
    } finally {
      exchanging.unlock();
    }
  }

  @Override
  public void close() {
    auth.close();
  }

  /** The bearer at hand, unless it is old or the refused one. */
  private Optional<Grant> atHand(@Nullable Bearer refused) {
    return Optional.ofNullable(current)
        .filter(bearer -> !bearer.equals(refused))
        .filter(bearer -> bearer.renewAtNanos() - ticker.nanos() > 0)
        .map(Grant.Granted::new);
  }

  /**
   * Exchanges the API token: Basic with an empty user.
   *
   * @see <a href="https://developers.scalingo.com/tokens">Tokens</a>
   */
  private Grant exchange(Call call) {
    long asked = ticker.nanos();
    byte[] credentials = (":" + token.reveal()).getBytes(StandardCharsets.UTF_8);
    RestRequest request =
        RestRequest.json("POST", "/v1/tokens/exchange", Map.of())
            .with("Accept", "application/json")
            .with("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    RestReply reply = auth.send(request, call);
    if (!(reply instanceof RestReply.Answered answered) || !answered.ok()) {
      return new Grant.Denied(reply);
    }
    String jwt = answered.json().map(json -> Hosted.text(json, "token")).orElse("");
    if (jwt.isBlank()) {
      return new Grant.Denied(new RestReply.Lost("the exchange of the token gave no bearer"));
    }
    Bearer bearer = new Bearer(new Secret(jwt), asked + usable(jwt).toNanos());
    current = bearer;
    return new Grant.Granted(bearer);
  }

  /** A short life is used to its half. */
  private static Duration usable(String jwt) {
    Duration life = life(jwt).orElse(LIFE);
    Duration usable = life.minus(MARGIN);
    Duration half = life.dividedBy(2);
    return usable.compareTo(half) > 0 ? usable : half;
  }

  /** What a JWT says of its own life; one that tells only its end does not. */
  private static Optional<Duration> life(String jwt) {
    return payload(jwt)
        .filter(payload -> payload.path("exp").isNumber() && payload.path("iat").isNumber())
        .map(payload ->
            Duration.ofSeconds(payload.path("exp").asLong() - payload.path("iat").asLong()))
        .filter(life -> life.isPositive() && life.compareTo(LONGEST) < 0);
  }

  private static Optional<JsonNode> payload(String jwt) {
    List<String> parts = List.of(jwt.split("\\.", -1));
    try {
      return parts.size() < 2
          ? Optional.empty()
          : Optional.of(JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(parts.get(1))));
    } catch (IllegalArgumentException | JacksonException e) {
      return Optional.empty(); // not a JWT that we can read: its documented life counts
    }
  }
}
