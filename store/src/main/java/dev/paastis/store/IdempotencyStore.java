// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.SpaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Answers to writes that carried an {@code Idempotency-Key}. Of several equal requests at once one
 * gets the {@link Begun.Claimed claim} and does the work; the others see that it is in progress,
 * and later its answer. Safe for use by many threads; may block.
 */
public final class IdempotencyStore {
  /** A claim whose engine must have died: the next equal request takes it over. */
  static final Duration CLAIM_HOLDS = Duration.ofMinutes(2);

  private final Database database;

  IdempotencyStore(Database database) {
    this.database = database;
  }

  /** What a request finds when it begins. */
  public sealed interface Begun {
    /**
     * The work is the caller's, who must {@link IdempotencyStore#save save} or {@link
     * IdempotencyStore#release release}.
     *
     * @param space whose key
     * @param key the key
     * @param id tells this claim from one that took over
     */
    record Claimed(SpaceId space, String key, UUID id) implements Begun {}

    /**
     * The work was done before.
     *
     * @param answer what was answered
     */
    record Answered(StoredAnswer answer) implements Begun {}

    /** An equal request is being worked on: answer 409 with {@code Retry-After}. */
    record InProgress() implements Begun {}

    /** The key was used for another request: answer 422. */
    record OtherRequest() implements Begun {}
  }

  /**
   * An answer as it was given.
   *
   * @param status HTTP status
   * @param body body as text
   * @param contentType its media type
   */
  public record StoredAnswer(int status, String body, String contentType) {}

  /** Begins a request, told from others with the same key by the SHA-256 of what it asks. */
  public Begun begin(SpaceId space, String key, String requestSha256Hex, Instant now) {
    var claim = new Begun.Claimed(space, key, UUID.randomUUID());
    return database.write(handle -> {
      if (claim(handle, claim, requestSha256Hex, now)) {
        return claim;
      }
      return find(handle, space, key, requestSha256Hex);
    });
  }

  /** Keeps the answer, unless somebody else has taken the claim over. */
  public void save(Begun.Claimed claim, StoredAnswer answer) {
    database.run(handle ->
        handle
            .createUpdate(
                """
                UPDATE idempotency_key
                SET status = :status, body = :body, content_type = :contentType
                WHERE space_id = :space AND key = :key AND claim = :claim
                """)
            .bind("status", answer.status())
            .bind("body", Json.clean(answer.body()))
            .bind("contentType", answer.contentType())
            .bind("space", claim.space().value())
            .bind("key", claim.key())
            .bind("claim", claim.id())
            .execute());
  }

  /** Gives the claim back after a failure that is not worth keeping: the next one tries again. */
  public void release(Begun.Claimed claim) {
    database.run(handle ->
        handle
            .createUpdate(
                """
                DELETE FROM idempotency_key
                WHERE space_id = :space AND key = :key AND claim = :claim AND status IS NULL
                """)
            .bind("space", claim.space().value())
            .bind("key", claim.key())
            .bind("claim", claim.id())
            .execute());
  }

  /**
   * Forgets keys that began before then.
   *
   * @return how many
   */
  public int purge(Instant before) {
    return database.write(handle ->
        handle
            .createUpdate("DELETE FROM idempotency_key WHERE created_at < :before")
            .bind("before", before)
            .execute());
  }

  /** The unique key decides: of two at once, the second waits for the first to commit. */
  private static boolean claim(Handle handle, Begun.Claimed claim, String request, Instant now) {
    return handle
            .createUpdate(
                """
                INSERT INTO idempotency_key AS k (space_id, key, request, claim, created_at)
                VALUES (:space, :key, :request, :claim, :now)
                ON CONFLICT (space_id, key) DO UPDATE
                SET claim = excluded.claim, created_at = excluded.created_at
                WHERE k.status IS NULL AND k.request = excluded.request AND k.created_at < :lost
                """)
            .bind("space", claim.space().value())
            .bind("key", claim.key())
            .bind("request", request)
            .bind("claim", claim.id())
            .bind("now", now)
            .bind("lost", now.minus(CLAIM_HOLDS))
            .execute()
        == 1;
  }

  /** Empty only when the claim was released in between: then in progress is true enough. */
  private static Begun find(Handle handle, SpaceId space, String key, String request) {
    Optional<Begun> found =
        handle
            .createQuery(
                """
                SELECT request, status, body, content_type FROM idempotency_key
                WHERE space_id = :space AND key = :key
                """)
            .bind("space", space.value())
            .bind("key", key)
            .map((rs, _) -> begun(rs, request))
            .findOne();
    return found.orElseGet(Begun.InProgress::new);
  }

  private static Begun begun(ResultSet rs, String request) throws SQLException {
    if (!rs.getString("request").equals(request)) {
      return new Begun.OtherRequest();
    }
    int status = rs.getInt("status");
    return rs.wasNull()
        ? new Begun.InProgress()
        : new Begun.Answered(
            new StoredAnswer(status, rs.getString("body"), rs.getString("content_type")));
  }
}
