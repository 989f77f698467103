// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.paastis.schedule.Ticker;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NamesTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress TWO = InetAddress.ofLiteral("192.0.2.2");
  private static final InetAddress THREE = InetAddress.ofLiteral("2001:db8::3");
  private static final Duration FRESH = Duration.ofSeconds(30);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile List<InetAddress> answer = List.of(ONE, TWO);
  private final Names names = new Names(this::answer, new HandTicker());

  private List<InetAddress> answer(String host) throws UnknownHostException {
    asked.incrementAndGet();
    if (answer.isEmpty()) {
      throw new UnknownHostException(host);
    }
    return answer;
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private List<InetAddress> find() {
    return names.find("app.test").join();
  }

  @Test
  void address_is_not_asked_for() {
    assertThat(names.find("192.0.2.7"))
        .isCompletedWithValue(List.of(InetAddress.ofLiteral("192.0.2.7")));
    assertThat(names.find("2001:db8::7").join()).hasSize(1);
    assertThat(asked).hasValue(0);
  }

  @Test
  void localhost_and_names_below_are_loopback_and_not_asked_for() {
    for (String host : List.of("localhost", "app.localhost", "A.B.LOCALHOST")) {
      assertThat(names.find(host).join()).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
    }
    assertThat(asked).hasValue(0);
    assertThat(names.find("notlocalhost").join()).containsExactly(ONE, TWO);
  }

  @Test
  void fresh_answer_is_not_asked_for_again() {
    assertThat(find()).containsExactly(ONE, TWO);
    pass(FRESH.minusSeconds(1));

    assertThat(names.find("app.test")).isCompletedWithValue(List.of(ONE, TWO));
    assertThat(asked).hasValue(1);
  }

  @Test
  void old_answer_gives_way_to_a_newer_one() {
    find();
    pass(FRESH);
    answer = List.of(THREE);

    assertThat(find()).containsExactly(THREE);
    assertThat(asked).hasValue(2);
  }

  @Test
  void old_answer_serves_while_a_newer_one_is_slow() {
    CountDownLatch go = new CountDownLatch(1);
    Names slow =
        new Names(
            host -> {
              if (asked.get() > 0) {
                awaitQuietly(go);
              }
              return answer(host);
            },
            new HandTicker());
    assertThat(slow.find("app.test").join()).containsExactly(ONE, TWO);
    answer = List.of(THREE);
    pass(FRESH);

    assertThat(slow.find("app.test").join()).containsExactly(ONE, TWO);
    go.countDown();
    await().until(() -> slow.find("app.test").join().equals(List.of(THREE)));
    assertThat(asked).hasValue(2);
  }

  @Test
  void old_answer_serves_while_nobody_knows_better_but_not_for_ever() {
    find();
    answer = List.of();
    pass(FRESH);
    assertThat(find()).containsExactly(ONE, TWO);
    await().until(() -> asked.get() == 2);
    pass(Duration.ofMinutes(30));

    assertThatThrownBy(this::find).hasRootCauseInstanceOf(UnknownHostException.class);
  }

  @Test
  void failure_is_remembered_for_a_moment() {
    answer = List.of();
    assertThatThrownBy(this::find).hasRootCauseInstanceOf(UnknownHostException.class);
    assertThatThrownBy(this::find).hasRootCauseInstanceOf(UnknownHostException.class);
    assertThat(asked).hasValue(1);
    answer = List.of(THREE);
    pass(Duration.ofSeconds(1));

    assertThat(find()).containsExactly(THREE);
  }

  @Test
  void many_who_want_a_name_ask_once() {
    CountDownLatch go = new CountDownLatch(1);
    Names slow =
        new Names(
            host -> {
              awaitQuietly(go);
              return answer(host);
            },
            new HandTicker());
    List<CompletableFuture<List<InetAddress>>> all =
        IntStream.range(0, 100).mapToObj(_ -> slow.find("app.test")).toList();
    assertThat(all).noneMatch(CompletableFuture::isDone);
    go.countDown();

    assertThat(all).allSatisfy(each -> assertThat(each.join()).containsExactly(ONE, TWO));
    assertThat(asked).hasValue(1);
  }

  @Test
  void address_that_did_not_accept_is_tried_last_even_after_the_next_answer() {
    find();
    names.didNotAccept("app.test", ONE);
    assertThat(find()).containsExactly(TWO, ONE);
    answer = List.of(ONE, THREE);
    pass(Duration.ofSeconds(2));
    names.didNotAccept("app.test", ONE);

    await().until(() -> find().equals(List.of(THREE, ONE)));
  }

  @Test
  void service_that_breaks_is_a_failure() {
    Names broken =
        new Names(
            _ -> {
              throw new IllegalStateException("broken on purpose");
            },
            new HandTicker());

    assertThatThrownBy(() -> broken.find("app.test").join())
        .hasRootCauseMessage("broken on purpose");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class HandTicker implements Ticker {
    @Override
    public long nanos() {
      return nanos.get();
    }

    @Override
    public void pause(Duration duration) {
      pass(duration);
    }
  }
}
