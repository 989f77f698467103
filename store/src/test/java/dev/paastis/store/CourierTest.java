// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.notice.Channel;
import dev.paastis.notice.ChannelKind;
import dev.paastis.notice.Courier;
import dev.paastis.notice.Delivery;
import dev.paastis.notice.DeliveryState;
import dev.paastis.notice.Filter;
import dev.paastis.notice.Outbox;
import dev.paastis.notice.Post;
import dev.paastis.notice.RetryPlan;
import dev.paastis.notice.SendOutcome;
import dev.paastis.notice.Sender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The courier and the outbox together, on a real database, by injected time. */
final class CourierTest {
  private static final SendOutcome DOWN = new SendOutcome.NotNow("connection refused", null);
  private static final RetryPlan PLAN =
      new RetryPlan(4, Duration.ofSeconds(10), Duration.ofMinutes(1));

  private final Outbox outbox = SharedStore.store().outbox();
  private final TrackedApp app = SharedStore.declared();
  private final SpaceId space = app.app().space();
  private final List<Delivery> sent = Collections.synchronizedList(new ArrayList<>());
  private volatile SendOutcome outcome = new SendOutcome.Delivered();
  private volatile Instant now = T0;

  private final Sender sender =
      delivery -> {
        sent.add(delivery);
        return outcome;
      };

  private Courier courier(Channel... channels) {
    List<Post> posts =
        List.of(channels).stream().map(channel -> new Post(channel, sender)).toList();
    return courier(posts);
  }

  private Courier courier(List<Post> posts) {
    Courier courier =
        new Courier(
            space, posts, outbox, new Courier.Means(PLAN, () -> now, new Random(7), Runnable::run));
    courier.begin();
    return courier;
  }

  private static Channel channel(String name, @Nullable Duration digest) {
    Filter filter = new Filter(Filter.USUAL, null);
    return new Channel(name, ChannelKind.SLACK, filter, digest, true, "at " + name);
  }

  private Event happens(EventType type) {
    Event event = Event.about(app.app(), now, type, SharedStore.CAUSE);
    return SharedStore.store().events().append(event.with(Map.of("reason", "because")));
  }

  private List<Outbox.Stored> stored(@Nullable DeliveryState state) {
    return outbox.list(space, new Outbox.Search(state, Long.MAX_VALUE, 100));
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void what_happens_is_told_once_and_what_happened_before_is_not() {
    happens(EventType.FELL_ASLEEP);
    Courier courier = courier(channel("ops", null));
    Event event = happens(EventType.WOKEN);
    happens(EventType.PINNED); // nobody asked for that

    courier.round();
    courier.round();

    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().notices().getFirst().event()).isEqualTo(event.id());
    assertThat(sent.getFirst().notices().getFirst().subject()).isEqualTo("hello");
    assertThat(stored(DeliveryState.DELIVERED)).hasSize(1);
  }

  @Test
  void receiver_that_is_down_is_tried_with_backoff_then_given_up_and_told_and_replayed() {
    Courier courier = courier(channel("ops", null), channel("boss", null));
    outcome = DOWN;
    Event event = happens(EventType.CRASHED);
    courier.round();
    assertThat(sent).hasSize(2);
    courier.round();
    assertThat(sent).hasSize(2); // not before its time
    for (int i = 0; i < 10; i++) {
      pass(Duration.ofMinutes(1));
      courier.round();
    }

    assertThat(stored(DeliveryState.DEAD))
        .filteredOn(one -> one.delivery().notices().getFirst().event() == event.id())
        .hasSize(2)
        .allSatisfy(one -> {
          assertThat(one.delivery().attempt()).isEqualTo(4);
          assertThat(one.why()).isEqualTo("connection refused");
        });
    assertThat(SharedStore.store().events().before(space, app.id(), Long.MAX_VALUE, 10))
        .extracting(Event::type)
        .containsOnlyOnce(EventType.CRASHED)
        .filteredOn(type -> type == EventType.DELIVERY_FAILED)
        .hasSize(2); // of the crash; not of the messages about messages, for ever

    outcome = new SendOutcome.Delivered();
    sent.clear();
    Outbox.Stored dead = stored(DeliveryState.DEAD).getLast();
    assertThat(outbox.replay(space, dead.delivery().id(), now)).isTrue();
    assertThat(outbox.replay(space, dead.delivery().id(), now)).isFalse();
    courier.round();
    assertThat(sent).extracting(Delivery::id).containsExactly(dead.delivery().id());
    assertThat(outbox.find(space, dead.delivery().id()).orElseThrow().state())
        .isEqualTo(DeliveryState.DELIVERED);
  }

  @Test
  void receiver_that_asks_for_time_gets_it() {
    Courier courier = courier(channel("ops", null));
    outcome = new SendOutcome.NotNow("it answered 429", Duration.ofSeconds(50));
    happens(EventType.WOKEN);
    courier.round();
    pass(Duration.ofSeconds(49));
    courier.round();
    assertThat(sent).hasSize(1);
    pass(Duration.ofSeconds(1));
    courier.round();
    assertThat(sent).hasSize(2);
  }

  @Test
  void engine_killed_between_sending_and_noting_leaves_the_message_with_its_id() {
    List<Delivery> lost = new ArrayList<>();
    Sender dies =
        delivery -> {
          lost.add(delivery);
          throw new InterruptedException("the end of that engine");
        };
    Courier killed = courier(List.of(new Post(channel("ops", null), dies)));
    happens(EventType.WOKEN);
    killed.round();
    assertThat(Thread.interrupted()).isTrue();

    Courier next = courier(channel("ops", null));
    next.round();
    assertThat(sent).isEmpty(); // it may yet be under way
    pass(Duration.ofMinutes(4));
    next.round();

    assertThat(sent).extracting(Delivery::id).containsExactly(lost.getFirst().id());
    assertThat(sent.getFirst().attempt()).isEqualTo(2);
  }

  @Test
  void late_word_of_an_engine_that_was_given_up_changes_nothing() {
    Courier courier = courier(channel("ops", null));
    happens(EventType.WOKEN);
    outcome = DOWN;
    courier.round();
    Delivery first = sent.getFirst();
    pass(Duration.ofMinutes(1));
    Delivery second = outbox.claim(space, "ops", now, now.plusSeconds(60)).orElseThrow();

    outbox.settle(space, first, new dev.paastis.notice.Settlement.Delivered(now));
    assertThat(stored(DeliveryState.DELIVERED)).isEmpty();
    outbox.settle(space, second, new dev.paastis.notice.Settlement.Delivered(now));
    assertThat(stored(DeliveryState.DELIVERED)).hasSize(1);
  }

  @Test
  void several_engines_send_each_message_once() throws Exception {
    int events = 40;
    List<Courier> engines =
        IntStream.range(0, 3).mapToObj(_ -> courier(channel("ops", null))).toList();
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Courier engine : engines) {
        var _ =
            threads.submit(() -> {
              start.await();
              while (sent.size() < events) {
                engine.round();
              }
              return null;
            });
      }
      start.countDown();
      for (int i = 0; i < events; i++) {
        happens(EventType.WOKEN);
      }
    }

    assertThat(sent).hasSize(events);
    assertThat(Set.copyOf(sent.stream().map(Delivery::id).toList())).hasSize(events);
  }

  @Test
  void channel_whose_receiver_is_gone_is_closed_and_told_elsewhere_until_a_test_succeeds()
      throws Exception {
    Channel ops = channel("ops", null);
    List<Delivery> told = new ArrayList<>();
    Sender fine =
        delivery -> {
          told.add(delivery);
          return new SendOutcome.Delivered();
        };
    Courier courier =
        courier(List.of(new Post(ops, sender), new Post(channel("boss", null), fine)));
    outcome = new SendOutcome.Gone("it answered 410");
    happens(EventType.WOKEN);
    happens(EventType.CRASHED);
    courier.round();
    happens(EventType.WOKEN);
    courier.round();

    assertThat(sent).hasSize(1);
    assertThat(courier.closure(ops))
        .hasValueSatisfying(closure -> assertThat(closure.why()).isEqualTo("it answered 410"));
    assertThat(told)
        .extracting(delivery -> delivery.notices().getFirst().type())
        .contains(EventType.CHANNEL_CLOSED);

    outcome = new SendOutcome.Delivered();
    var _ = courier.test(courier.posts().getFirst());
    happens(EventType.WOKEN);
    courier.round();
    assertThat(courier.closure(ops)).isEmpty();
    assertThat(sent).hasSize(3); // the test and the wake after it
  }

  @Test
  void digest_waits_and_tells_all_in_one_while_failures_come_at_once() {
    Courier courier = courier(channel("ops", Duration.ofHours(1)));
    courier.round();
    assertThat(sent).isEmpty(); // quiet when there is nothing
    happens(EventType.WOKEN);
    happens(EventType.FELL_ASLEEP);
    happens(EventType.WAKE_FAILED);
    courier.round();
    assertThat(sent).extracting(Delivery::form).containsExactly(Delivery.Form.EVENT);

    pass(Duration.ofMinutes(59));
    courier.round();
    assertThat(sent).hasSize(1);
    pass(Duration.ofMinutes(1));
    courier.round();
    courier.round();

    assertThat(sent).hasSize(2);
    assertThat(sent.getLast().form()).isEqualTo(Delivery.Form.DIGEST);
    assertThat(sent.getLast().notices())
        .extracting(notice -> notice.type())
        .containsExactly(EventType.WOKEN, EventType.FELL_ASLEEP);
    pass(Duration.ofDays(1));
    courier.round();
    assertThat(sent).hasSize(2);
  }

  @Test
  void messages_that_ended_long_ago_are_forgotten() {
    Courier courier = courier(channel("ops", null));
    happens(EventType.WOKEN);
    courier.round();
    pass(Duration.ofDays(31));

    assertThat(courier.purge()).isPositive();
    assertThat(stored(null)).isEmpty();
  }

  @Test
  void link_is_used_once_among_many_at_once_and_the_key_is_the_same_for_all() throws Exception {
    LinkStore links = SharedStore.store().links();
    UUID message = UUID.randomUUID();
    List<Boolean> first = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        var _ =
            threads.submit(
                () -> first.add(links.use(message, "wake", T0, T0.plusSeconds(60)).isEmpty()));
      }
    }

    assertThat(first).containsOnlyOnce(true).hasSize(8);
    assertThat(links.usedAt(message, "wake")).contains(T0);
    assertThat(links.usedAt(message, "pin")).isEmpty();
    assertThat(links.key(T0)).isEqualTo(links.key(T0.plusSeconds(60)));
  }
}
