// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.TokenBucket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a call must pass: the version of the API, a token, and the account's rate limit. Safe for
 * use by many threads.
 */
final class Gate {
  private static final String VERSION = "application/vnd.heroku+json; version=3";
  private static final int CALLS = 4500;
  private static final String ACCOUNT = "account";

  private final InstantSource clock;
  private final TokenBucket bucket;
  private final Map<String, Instant> expiries = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> scopes = new ConcurrentHashMap<>();
  private final AtomicInteger remaining = new AtomicInteger(CALLS);
  private final AtomicInteger made = new AtomicInteger();

  Gate(EmulatorSettings settings) {
    this.clock = settings.clock();
    this.bucket = settings.bucket(CALLS, Duration.ofHours(1));
  }

  void grant(String token, Instant expiry) {
    expiries.put(token, expiry);
  }

  /** Keeps a token to those scopes. */
  void narrow(String token, Set<String> to) {
    scopes.put(token, to);
  }

  void revoke(String token) {
    expiries.remove(token);
  }

  /** Calls left, by the last one that was counted. */
  int remaining() {
    return remaining.get();
  }

  /** Calls that were counted. */
  int made() {
    return made.get();
  }

  /** A call for something else uses the bucket up to so many. */
  void drain(int left) {
    for (int i = 0; i < CALLS && remaining.get() > left; i++) {
      remaining.set(bucket.take(ACCOUNT).remaining());
    }
  }

  Optional<Answer> versioned(Call call) {
    return call.header("Accept").orElse("").startsWith(VERSION)
        ? Optional.empty()
        : Optional.of(
            ApiError.body(
                406,
                "not_acceptable",
                "The client must specify a version with the `Accept` header: " + VERSION));
  }

  Optional<Answer> authorized(Call call) {
    return call.header("Authorization").map(Gate::tokenOf).filter(this::holds).isPresent()
        ? Optional.empty()
        : Optional.of(ApiError.body(401, "unauthorized", "Invalid credentials provided."));
  }

  /** The vendor tells of no {@code Retry-After}. */
  Optional<Answer> counted(Call call) {
    if (call.path().equals("/account/rate-limits")) {
      return Optional.empty();
    }
    made.incrementAndGet();
    TokenBucket.Taken taken = bucket.take(ACCOUNT);
    remaining.set(taken.remaining());
    return taken.allowed()
        ? Optional.empty()
        : Optional.of(
            marked(
                ApiError.body(
                    429,
                    "rate_limit",
                    "Your account reached the API rate limit\n"
                        + "Please wait a few minutes before making new requests")));
  }

  /** What its scopes forbid. */
  Optional<Answer> permitted(Call call) {
    return Collections.disjoint(scopesOf(call), accepted(call))
        ? Optional.of(
            marked(
                ApiError.body(
                    403,
                    "forbidden",
                    "The scope of this OAuth authorization doesn't allow access to this resource."),
                call))
        : Optional.empty();
  }

  /** The answer with all that the vendor tells of token and account in headers. */
  Answer marked(Answer answer, Call call) {
    return marked(answer)
        .with("Oauth-Scope", String.join(" ", scopesOf(call)))
        .with("Oauth-Scope-Accepted", String.join(" ", accepted(call)));
  }

  private Set<String> scopesOf(Call call) {
    String token = call.header("Authorization").map(Gate::tokenOf).orElse("");
    return scopes.getOrDefault(token, Set.of("global"));
  }

  /** One of them is enough. */
  private static Set<String> accepted(Call call) {
    if (call.path().startsWith("/account")) {
      return new TreeSet<>(Set.of("global", "identity"));
    }
    return new TreeSet<>(
        call.method().equals("GET")
            ? Set.of("global", "read", "read-protected", "write", "write-protected")
            : Set.of("global", "write", "write-protected"));
  }

  /** The answer with the header that tells how many calls are left. */
  Answer marked(Answer answer) {
    return answer.with("RateLimit-Remaining", String.valueOf(remaining.get()));
  }

  private boolean holds(String token) {
    Instant expiry = expiries.get(token);
    return expiry != null && clock.instant().isBefore(expiry);
  }

  private static String tokenOf(String header) {
    if (header.startsWith("Bearer ")) {
      return header.substring("Bearer ".length());
    }
    return header.startsWith("Basic ") ? password(header.substring("Basic ".length())) : "";
  }

  private static String password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
