// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.SpaceId;
import dev.paastis.server.access.SignInLinks;
import dev.paastis.server.access.Tokens;
import dev.paastis.server.rest.IdempotencyKeys;
import dev.paastis.store.AccessStore;
import dev.paastis.store.IdempotencyStore;
import dev.paastis.store.IdempotencyStore.StoredAnswer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store's tables as the ports of the access package. */
final class StoreAdapters {
  private StoreAdapters() {}

  static Tokens tokens(AccessStore store) {
    return new Tokens() {
      @Override
      public Optional<Token> find(String sha256Hex, Instant now) {
        return store
            .findToken(sha256Hex, now)
            .map(token -> new Token(token.space(), token.name(), token.scopes()));
      }

      @Override
      public void save(Token token, String sha256Hex, @Nullable Instant expiresAt) {
        SpaceId space = token.space();
        store.saveToken(space, token.name(), sha256Hex, token.scopes(), expiresAt);
      }
    };
  }

  static SignInLinks links(AccessStore store) {
    return new SignInLinks() {
      @Override
      public void save(String sha256Hex, Instant expiresAt) {
        store.saveSignInLink(sha256Hex, expiresAt);
      }

      @Override
      public boolean use(String sha256Hex, Instant now) {
        return store.useSignInLink(sha256Hex, now);
      }
    };
  }

  static IdempotencyKeys keys(IdempotencyStore store) {
    return (space, key, request, now) ->
        switch (store.begin(space, key, request, now)) {
          case IdempotencyStore.Begun.Claimed claim -> claimed(store, claim);
          case IdempotencyStore.Begun.Answered(var answer) ->
              new IdempotencyKeys.Begun.Answered(
                  new IdempotencyKeys.Answer(answer.status(), contentType(answer), answer.body()));
          case IdempotencyStore.Begun.InProgress() -> new IdempotencyKeys.Begun.InProgress();
          case IdempotencyStore.Begun.OtherRequest() -> new IdempotencyKeys.Begun.OtherRequest();
        };
  }

  private static IdempotencyKeys.Begun.Claimed claimed(
      IdempotencyStore store, IdempotencyStore.Begun.Claimed claim) {
    return new IdempotencyKeys.Begun.Claimed() {
      @Override
      public void save(IdempotencyKeys.Answer answer) {
        String type = answer.contentType() == null ? "" : answer.contentType();
        store.save(claim, new StoredAnswer(answer.status(), answer.body(), type));
      }

      @Override
      public void release() {
        store.release(claim);
      }
    };
  }

  private static @Nullable String contentType(StoredAnswer answer) {
    return answer.contentType().isEmpty() ? null : answer.contentType();
  }
}
