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
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

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
  public Optional<Answer> find(SpaceId space, String key) {
    store.reach();
    return Optional.ofNullable(answers.get(space + key));
  }

  @Override
  public void save(SpaceId space, String key, Answer answer) {
    store.reach();
    answers.putIfAbsent(space + key, answer);
  }

  private record Kept(Token token, @Nullable Instant expiresAt) {}
}
