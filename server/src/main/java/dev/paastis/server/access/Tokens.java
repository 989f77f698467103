// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.access;

import dev.paastis.app.SpaceId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where API tokens are kept, by the SHA-256 of their text in lower-case hexadecimal; the text
 * itself is never stored. Safe for use by many threads; may block; throws {@link
 * dev.paastis.app.StoreUnavailableException}.
 */
public interface Tokens {
  /** The token of that hash, unless it is unknown or expired at that time. */
  Optional<Token> find(String sha256Hex, Instant now);

  /**
   * Keeps a token.
   *
   * @param token what it allows
   * @param sha256Hex hash of its text
   * @param expiresAt its end, {@code null} for none
   */
  void save(Token token, String sha256Hex, @Nullable Instant expiresAt);

  /**
   * What a token allows.
   *
   * @param space in which space
   * @param name the name that people gave it
   * @param scopes of {@link Scope#wire()}
   */
  record Token(SpaceId space, String name, Set<String> scopes) {
    /** Copies the scopes. */
    public Token {
      scopes = Set.copyOf(scopes);
    }
  }
}
