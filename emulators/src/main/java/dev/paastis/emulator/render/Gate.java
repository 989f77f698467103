// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.TokenBucket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Who may call, and how often: 400 reads and 30 other calls a minute for a user, and 10 orders a
 * minute for each service.
 */
final class Gate {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String BEARER = "Bearer ";
  private static final AtomicLong ERRORS = new AtomicLong();

  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final TokenBucket reads;
  private final TokenBucket writes;
  private final TokenBucket orders;

  Gate(EmulatorSettings settings) {
    keys.add(settings.token());
    reads = settings.bucket(400, MINUTE);
    writes = settings.bucket(30, MINUTE);
    orders = settings.bucket(10, MINUTE);
  }

  void revoke(String key) {
    keys.remove(key);
  }

  void readmit(String key) {
    keys.add(key);
  }

  /** The answer to a call without a right key, or that does not take JSON. */
  Optional<Answer> stop(Call call) {
    if (key(call).filter(keys::contains).isEmpty()) {
      return Optional.of(error(401, "Unauthorized"));
    }
    boolean takesJson =
        call.header("Accept").map(type -> type.contains("json") || type.contains("*")).orElse(true);
    return takesJson
        ? Optional.empty()
        : Optional.of(error(406, "unable to generate preferred type"));
  }

  Function<Call, Answer> reading(Function<Call, Answer> handler) {
    return call -> limited(reads.take(user(call)), handler, call);
  }

  Function<Call, Answer> writing(Function<Call, Answer> handler) {
    return call -> limited(writes.take(user(call)), handler, call);
  }

  Function<Call, Answer> ordering(Function<Call, Answer> handler) {
    return call -> limited(orders.take(call.param("id")), handler, call);
  }

  static Answer error(int status, String message) {
    String id = "err-" + ERRORS.incrementAndGet();
    return Answer.json(status, Map.of("id", id, "message", message));
  }

  private static Answer limited(
      TokenBucket.Taken taken, Function<Call, Answer> handler, Call call) {
    String wait = String.valueOf(Math.max(1, taken.retryAfter().plusMillis(999).toSeconds()));
    Answer answer =
        taken.allowed()
            ? handler.apply(call).with("Ratelimit-Reset", "60")
            : error(429, "rate limit exceeded")
                .with("Ratelimit-Reset", wait)
                .with("Retry-After", wait);
    return answer
        .with("Ratelimit-Limit", String.valueOf(taken.capacity()))
        .with("Ratelimit-Remaining", String.valueOf(taken.remaining()));
  }

  private static String user(Call call) {
    return key(call).orElse("");
  }

  private static Optional<String> key(Call call) {
    return call.header("Authorization")
        .filter(value -> value.startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()));
  }
}
