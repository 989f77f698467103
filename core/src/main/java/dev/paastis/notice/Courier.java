// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happened: puts messages on their way and sends those that are due. Every engine of a
 * space has one; the {@link Outbox} sees to it that each message is sent by one of them. A message
 * is sent at least once: an engine that is killed between sending and noting it leaves the message
 * to the next one, under the same id.
 *
 * <p>Channels do not wait for each other; the messages of one channel go one after the other.
 */
public final class Courier {
  private static final Logger LOG = System.getLogger(Courier.class.getName());

  /** Longer than any sender takes. */
  private static final Duration CLAIM = Duration.ofMinutes(3);

  private static final int IN_ONE_GO = 100;
  private static final Duration KEPT = Duration.ofDays(30);

  private final SpaceId space;
  private final List<Post> posts;
  private final Outbox outbox;
  private final Means means;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private volatile Map<String, Outbox.Closure> closed = Map.of();

  /** Tells that space's events through those channels. */
  public Courier(SpaceId space, List<Post> posts, Outbox outbox, Means means) {
    this.space = space;
    this.posts = List.copyOf(posts);
    this.outbox = outbox;
    this.means = means;
  }

  /**
   * What it works with.
   *
   * @param retries when a message is tried again
   * @param clock the wall clock
   * @param random spreads the tries
   * @param executor sends, which blocks
   */
  public record Means(
      RetryPlan retries, InstantSource clock, RandomGenerator random, Executor executor) {}

  /** Begins with what happens from now on, or goes on where the last engine ended. */
  public void begin() {
    if (posts.isEmpty()) {
      outbox.rest(space);
    } else {
      outbox.begin(space);
    }
  }

  /** Does what is due now; does not wait for what is sent. */
  public void round() {
    if (posts.isEmpty()) {
      return;
    }
    closed = outbox.closed(space);
    Instant now = means.clock().instant();
    while (outbox.route(space, this::routes, now) > 0) {
      // until all is on its way
    }
    for (Post post : posts) {
      Duration digest = post.channel().digest();
      if (digest != null) {
        var _ = outbox.summarise(space, post.channel().name(), digest, now);
      }
    }
    Set<String> due = outbox.due(space, now);
    posts.stream().filter(post -> due.contains(post.channel().name())).forEach(this::begin);
  }

  /** Forgets what ended long ago. */
  public int purge() {
    return outbox.purge(means.clock().instant().minus(KEPT));
  }

  /** Sends a message that tells nothing but that the channel works; opens it when it was closed. */
  public SendOutcome test(Post post) throws InterruptedException {
    Instant now = means.clock().instant();
    Cause cause = Cause.of(Cause.Kind.PERSON, "a test of the channel");
    Notice notice =
        new Notice(0, now, EventType.APP_ADDED, null, post.channel().name(), cause, Map.of());
    SendOutcome outcome =
        post.sender()
            .send(
                new Delivery(
                    UUID.randomUUID(),
                    post.channel().name(),
                    Delivery.Form.TEST,
                    List.of(notice),
                    1,
                    now));
    if (outcome instanceof SendOutcome.Delivered) {
      outbox.reopen(space, post.channel().name());
    }
    return outcome;
  }

  /** The channels. */
  public List<Post> posts() {
    return posts;
  }

  /** Why the channel is closed, if it is. */
  public Optional<Outbox.Closure> closure(Channel channel) {
    return Optional.ofNullable(outbox.closed(space).get(channel.name()))
        .filter(closure -> closure.fingerprint().equals(channel.fingerprint()));
  }

  private List<Outbox.Route> routes(Notice notice) {
    return posts.stream()
        .map(Post::channel)
        .filter(channel -> !isClosed(channel) && channel.wants(notice))
        .map(channel -> new Outbox.Route(channel.name(), channel.collects(notice)))
        .toList();
  }

  private boolean isClosed(Channel channel) {
    Outbox.@Nullable Closure closure = closed.get(channel.name());
    return closure != null && closure.fingerprint().equals(channel.fingerprint());
  }

  private void begin(Post post) {
    if (busy.add(post.channel().name())) {
      means.executor().execute(() -> drain(post));
    }
  }

  private void drain(Post post) {
    try {
      int sent = 0;
      while (sent < IN_ONE_GO && sendNext(post)) {
        sent++;
      }
    } catch (StoreUnavailableException e) {
      LOG.log(Level.WARNING, "messages wait: {0}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // what was claimed becomes due again
    } finally {
      busy.remove(post.channel().name());
    }
  }

  private boolean sendNext(Post post) throws InterruptedException {
    Instant now = means.clock().instant();
    Optional<Delivery> next = outbox.claim(space, post.channel().name(), now, now.plus(CLAIM));
    if (next.isEmpty()) {
      return false;
    }
    SendOutcome outcome = send(post, next.get());
    Settlement settlement = settlement(post.channel(), next.get(), outcome);
    outbox.settle(space, next.get(), settlement);
    return !(settlement instanceof Settlement.Closed);
  }

  private static SendOutcome send(Post post, Delivery delivery) throws InterruptedException {
    try {
      return post.sender().send(delivery);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "channel " + delivery.channel() + " broke", e);
      return new SendOutcome.NotNow("it broke inside Paastis; its log says why", null);
    }
  }

  private Settlement settlement(Channel channel, Delivery delivery, SendOutcome outcome) {
    Instant now = means.clock().instant();
    return switch (outcome) {
      case SendOutcome.Delivered _ -> new Settlement.Delivered(now);
      case SendOutcome.Gone(String why) ->
          new Settlement.Closed(
              now, channel.fingerprint(), why, told(EventType.CHANNEL_CLOSED, delivery, why, now));
      case SendOutcome.NotNow(String why, var asked) ->
          means
              .retries()
              .after(delivery.attempt(), asked, means.random())
              .<Settlement>map(wait -> new Settlement.Again(now, now.plus(wait), why))
              .orElseGet(() ->
                  new Settlement.Dead(
                      now, why, told(EventType.DELIVERY_FAILED, delivery, why, now)));
    };
  }

  /**
   * Nothing is told of messages that tell of messages, or two dead channels would talk for ever.
   */
  private Optional<Event> told(EventType type, Delivery delivery, String why, Instant now) {
    LOG.log(Level.WARNING, "channel={0} {1}: {2}", delivery.channel(), type.wire(), why);
    if (delivery.notices().stream().anyMatch(Notice::aboutMessages)) {
      return Optional.empty();
    }
    @Nullable AppId app = delivery.notices().getFirst().app();
    Cause cause =
        Cause.of(
            Cause.Kind.CONFIGURATION,
            "the receiver of '" + delivery.channel() + "' did not take it");
    Map<String, String> details =
        Map.of("channel", delivery.channel(), "delivery", delivery.id().toString(), "reason", why);
    return Optional.of(new Event(0, space, app, now, type, cause, details));
  }
}
