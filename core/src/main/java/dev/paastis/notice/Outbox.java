// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import dev.paastis.app.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The messages on their way, kept so that an engine that is killed loses none and several engines
 * send each once. Safe for use by many threads and engines; may block; throws {@link
 * dev.paastis.app.StoreUnavailableException}.
 */
public interface Outbox {
  /** Has what happened so far count as told, unless something was told before. */
  void begin(SpaceId space);

  /** Forgets how far was told: a later beginning starts anew. */
  void rest(SpaceId space);

  /**
   * Puts the messages of new events on their way, in one step with remembering how far was told.
   *
   * @param routes which channels are told of an event, and whether now or with the next summary
   * @return how many events were looked at; zero also when another engine is at it
   */
  int route(SpaceId space, Function<Notice, List<Route>> routes, Instant now);

  /**
   * Puts a summary on its way when the oldest collected event has waited that long.
   *
   * @return whether there was one
   */
  boolean summarise(SpaceId space, String channel, Duration after, Instant now);

  /** The channels for which a message is due. */
  Set<String> due(SpaceId space, Instant now);

  /**
   * Takes a message that is due. Until then nobody else gets it; after that it is due again, should
   * this engine be gone.
   */
  Optional<Delivery> claim(SpaceId space, String channel, Instant now, Instant until);

  /** Keeps the outcome of a try; nothing when the message was taken by somebody else meanwhile. */
  void settle(SpaceId space, Delivery delivery, Settlement settlement);

  /** The channels that are closed, by name. */
  Map<String, Closure> closed(SpaceId space);

  /** Opens a channel again. */
  void reopen(SpaceId space, String channel);

  /** Messages newest first. */
  List<Stored> list(SpaceId space, Search search);

  /** One message, if there is one. */
  Optional<Stored> find(SpaceId space, UUID id);

  /** Has a message sent again, with all its tries; {@code false} when it is not given up. */
  boolean replay(SpaceId space, UUID id, Instant now);

  /** Forgets messages that ended before that time; tells how many. */
  int purge(Instant before);

  /**
   * A channel that is told of an event.
   *
   * @param collected whether with the next summary, rather than now
   */
  record Route(String channel, boolean collected) {}

  /**
   * Why a channel is closed.
   *
   * @param fingerprint of the channel when it was closed
   */
  record Closure(String fingerprint, String why, Instant at) {}

  /**
   * What to look for.
   *
   * @param state only messages of that state, {@code null} for all
   * @param before only those with a smaller position; {@link Long#MAX_VALUE} for the newest
   * @param limit at most so many
   */
  record Search(@Nullable DeliveryState state, long before, int limit) {}

  /**
   * A message with what became of it.
   *
   * @param position in the list, growing
   * @param delivery the message, with the number of tries so far
   * @param state how far it has come
   * @param due when it is tried next, {@code null} when it has ended
   * @param endedAt when it ended, {@code null} when it has not
   * @param why what went wrong at last, {@code null} when nothing did
   */
  record Stored(
      long position,
      Delivery delivery,
      DeliveryState state,
      @Nullable Instant due,
      @Nullable Instant endedAt,
      @Nullable String why) {}
}
