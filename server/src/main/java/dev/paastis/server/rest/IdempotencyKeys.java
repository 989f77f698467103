// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.app.SpaceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the answers to writes with an idempotency key are kept. Of any number of equal requests at
 * once, on any number of servers, one is carried out. Safe for use by many threads; may block;
 * throws {@link dev.paastis.app.StoreUnavailableException}.
 */
public interface IdempotencyKeys {
  /**
   * Begins a request.
   *
   * @param request SHA-256 of method, path, query and body, in hexadecimal
   */
  Begun begin(SpaceId space, String key, String request, Instant now);

  /** What a request finds when it begins. */
  sealed interface Begun {
    /** Nobody was there: carry the request out, then say how it ended. */
    non-sealed interface Claimed extends Begun {
      /** Keeps the answer for those who ask again. */
      void save(Answer answer);

      /** Gives the key back: the request was not carried out. */
      void release();
    }

    /**
     * It was answered before.
     *
     * @param answer how
     */
    record Answered(Answer answer) implements Begun {}

    /** An equal request is being carried out. */
    record InProgress() implements Begun {}

    /** The key was used with another request. */
    record OtherRequest() implements Begun {}
  }

  /**
   * An answer given.
   *
   * @param status HTTP status
   * @param contentType its media type, {@code null} without body
   * @param body its text
   */
  record Answer(int status, @Nullable String contentType, String body) {}
}
