// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.testing;

import dev.paastis.app.SpaceId;
import dev.paastis.server.access.SignInLinks;
import dev.paastis.server.access.Tokens;
import dev.paastis.server.rest.IdempotencyKeys;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tokens, links and idempotency keys in memory. */
final class FakeAccess implements Tokens, SignInLinks, IdempotencyKeys {
  private final FakeStore store;
  private final Map<String, Kept> tokens = new ConcurrentHashMap<>();
  private final Map<String, Instant> links = new ConcurrentHashMap<>();
  private final Map<String, Claim> claims = new ConcurrentHashMap<>();

  FakeAccess(FakeStore store) {
    this.store = store;
  }

  @Override
  public Optional<Token> find(String sha256Hex, Instant now) {
    store.reach();
    return Optional.ofNullable(tokens.get(sha256Hex))
        .filter(kept -> kept.expiresAt() == null || now.isBefore(kept.expiresAt()))
        .map(Kept::token);
  }

  @Override
  public void save(Token token, String sha256Hex, @Nullable Instant expiresAt) {
    tokens.put(sha256Hex, new Kept(token, expiresAt));
  }

  @Override
  public void save(String sha256Hex, Instant expiresAt) {
    links.put(sha256Hex, expiresAt);
  }

  @Override
  public boolean use(String sha256Hex, Instant now) {
    store.reach();
    Instant expiresAt = links.remove(sha256Hex);
    return expiresAt != null && now.isBefore(expiresAt);
  }

  @Override
  public Begun begin(SpaceId space, String key, String request, Instant now) {
    store.reach();
    Claim claim = new Claim(request);
    Claim first = claims.putIfAbsent(space + key, claim);
    if (first == null) {
      return claim;
    }
    if (!first.request.equals(request)) {
      return new Begun.OtherRequest();
    }
    Answer answer = first.answer;
    return answer == null ? new Begun.InProgress() : new Begun.Answered(answer);
  }

  private final class Claim implements Begun.Claimed {
    private final String request;
    private volatile @Nullable Answer answer;

    Claim(String request) {
      this.request = request;
    }

    @Override
    public void save(Answer given) {
      answer = given;
    }

    @Override
    public void release() {
      claims.values().remove(this);
    }
  }

  private record Kept(Token token, @Nullable Instant expiresAt) {}
}
