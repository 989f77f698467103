// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.access;

import dev.paastis.app.StoreUnavailableException;
import dev.paastis.server.access.Tokens.Token;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokens seen lately. It spares the store a question per request, and while the store is away
 * it lets in who was let in shortly before, because reading works then. A token that is taken back
 * works on for {@link #FRESH} at most, or for {@link #STALE} without store. Safe for use by many
 * threads.
 */
final class TokenCache {
  static final Duration FRESH = Duration.ofSeconds(10);
  static final Duration STALE = Duration.ofMinutes(10);
  private static final int LIMIT = 1000;

  private final Tokens tokens;
  private final InstantSource clock;
  private final Map<String, Seen> seen = new LinkedHashMap<>();

  TokenCache(Tokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  Optional<Token> find(String sha256Hex) {
    Instant now = clock.instant();
    @Nullable Seen last = lastSeen(sha256Hex);
    if (last != null && now.isBefore(last.at().plus(FRESH))) {
      return Optional.of(last.token());
    }
    try {
      Optional<Token> found = tokens.find(sha256Hex, now);
      remember(sha256Hex, found.map(token -> new Seen(token, now)).orElse(null));
      return found;
    } catch (StoreUnavailableException e) {
      if (last != null && now.isBefore(last.at().plus(STALE))) {
        return Optional.of(last.token());
      }
      throw e;
    }
  }

  private @Nullable Seen lastSeen(String hash) {
    synchronized (seen) {
      return seen.get(hash);
    }
  }

  private void remember(String hash, @Nullable Seen now) {
    synchronized (seen) {
      seen.remove(hash);
      if (now != null) {
        seen.put(hash, now);
        if (seen.size() > LIMIT) {
          seen.remove(seen.keySet().iterator().next());
        }
      }
    }
  }

  private record Seen(Token token, Instant at) {}
}
