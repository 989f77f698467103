// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.app.SpaceId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the answers to writes with an idempotency key are kept. Safe for use by many threads; may
 * block; throws {@link dev.paastis.app.StoreUnavailableException}.
 */
public interface IdempotencyKeys {
  /** The answer given under that key, if any. */
  Optional<Answer> find(SpaceId space, String key);

  /** Keeps an answer; the first one kept under a key stays. */
  void save(SpaceId space, String key, Answer answer);

  /**
   * An answer given.
   *
   * @param request SHA-256 of method, path, query and body, in hexadecimal
   * @param status HTTP status
   * @param contentType its media type, {@code null} without body
   * @param body its text
   */
  record Answer(String request, int status, @Nullable String contentType, String body) {}
}
