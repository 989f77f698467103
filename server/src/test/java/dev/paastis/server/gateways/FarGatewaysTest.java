// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.api.GatewayWords;
import dev.paastis.api.GatewayWords.Answer;
import dev.paastis.api.GatewayWords.AppWord;
import dev.paastis.app.SpaceId;
import dev.paastis.gateway.resolve.Reach;
import dev.paastis.pause.Gateways.Quiet;
import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FarGatewaysTest {
  private static final UUID GATEWAY = new UUID(9, 9);
  private static final Object STREAM = "stream";

  @TempDir Path folder;
  private final RouteBook book = new RouteBook();
  private final SetTicker ticker = new SetTicker();
  private FarGateways gateways;

  @BeforeEach
  void publish() {
    book.publish(Apps.awake(1, 1), null, Reach.PUBLIC);
    book.publish(Apps.ofOtherSpace(2), null, Reach.PUBLIC);
    gateways = gateways();
  }

  @Test
  void noGateway_isQuiet() {
    assertThat(hold()).isEqualTo(new Quiet(0, 0, null));
    assertThat(gateways.drainActivity()).isEmpty();
  }

  @Test
  void connectedGateway_isAskedOnce_andItsWordCounts() throws Exception {
    FarGateway gateway = connect(Apps.SPACE);
    CompletableFuture<@Nullable Quiet> held = CompletableFuture.supplyAsync(this::hold);
    List<FarGateway.Question> asked = new ArrayList<>();
    await().until(() -> asked.addAll(gateway.unsent(STREAM)));
    assertThat(gateway.unsent(STREAM)).isEmpty();
    assertThat(asked.getFirst().app()).isEqualTo(Apps.id(1));

    say(List.of(new Answer(asked.getFirst().number(), word(2, 1, 3_000L))), false);
    assertThat(held.get()).isEqualTo(new Quiet(2, 1, Apps.NOW.minusSeconds(3)));
  }

  @Test
  void gatewayThatDoesNotAnswer_isNoWord() {
    connect(Apps.SPACE);
    Deadline soon = Deadline.after(Duration.ofMillis(50), Ticker.system());
    assertThat(gateways.holdNewRequests(Apps.id(1), soon)).isNull();
  }

  @Test
  void gatewayOfAnotherSpace_isNotAsked_andSaysNothing() {
    connect(Apps.OTHER);
    assertThat(hold()).isEqualTo(new Quiet(0, 0, null));
    gateways.heard(words(List.of(), List.of(word(5, 0, 1L)), false), Apps.OTHER);
    assertThat(gateways.activity(Apps.id(1))).isEqualTo(new Quiet(0, 0, null));
  }

  @Test
  void lostGateway_countsForAWhile_alsoOverARestartOfTheEngine() {
    FarGateway gateway = connect(Apps.SPACE);
    gateway.close(STREAM);
    assertThat(hold()).isNull();

    gateways = gateways();
    assertThat(hold()).as("the next run of the engine").isNull();
    ticker.advance(FarGateways.REMEMBERED.plusSeconds(1));
    assertThat(hold()).isEqualTo(new Quiet(0, 0, null));
    assertThat(gateways.all(Apps.SPACE)).isEmpty();
  }

  @Test
  void gatewayThatLeaves_isForgottenAtOnce() {
    connect(Apps.SPACE);
    say(List.of(), true);
    assertThat(hold()).isEqualTo(new Quiet(0, 0, null));
    gateways = gateways();
    assertThat(hold()).isEqualTo(new Quiet(0, 0, null));
  }

  @Test
  void activity_isAnAge_andDrainedOnce() {
    connect(Apps.SPACE);
    gateways.heard(words(List.of(), List.of(word(3, 4, 2_000L)), false), Apps.SPACE);
    assertThat(gateways.activity(Apps.id(1))).isEqualTo(new Quiet(3, 4, Apps.NOW.minusSeconds(2)));
    assertThat(gateways.drainActivity()).isEqualTo(Map.of(Apps.id(1), Apps.NOW.minusSeconds(2)));
    assertThat(gateways.drainActivity()).isEmpty();

    say(List.of(), false);
    assertThat(gateways.activity(Apps.id(1)).inFlight()).as("not named, not busy").isZero();
  }

  @Test
  void silentGateway_isNotTalkedToAnyMore() {
    FarGateway gateway = connect(Apps.SPACE);
    assertThat(gateways.talks(gateway)).isTrue();
    ticker.advance(Duration.ofSeconds(16));
    assertThat(gateways.talks(gateway)).isFalse();
  }

  @Test
  void secondStream_takesTheFirstOnesPlace() {
    FarGateway gateway = connect(Apps.SPACE);
    gateways.connected(GATEWAY, "edge", Apps.SPACE, "later");
    assertThat(gateway.isOpen(STREAM)).isFalse();
    gateway.close(STREAM);
    assertThat(gateway.connected()).isTrue();
  }

  private FarGateways gateways() {
    GatewayRoll roll = new GatewayRoll(folder.resolve("gateways.known"));
    InstantSource clock = InstantSource.fixed(Apps.NOW);
    return new FarGateways(book, roll, clock, ticker);
  }

  private FarGateway connect(SpaceId space) {
    return gateways.connected(GATEWAY, "edge", space, STREAM);
  }

  private @Nullable Quiet hold() {
    return gateways.holdNewRequests(
        Apps.id(1), Deadline.after(Duration.ofSeconds(10), Ticker.system()));
  }

  private void say(List<Answer> answers, boolean leaving) {
    gateways.heard(words(answers, List.of(), leaving), Apps.SPACE);
  }

  private static GatewayWords words(List<Answer> answers, List<AppWord> apps, boolean leaving) {
    return new GatewayWords(GATEWAY.toString(), leaving, answers, apps);
  }

  private static AppWord word(int inFlight, int waiting, long age) {
    return new AppWord(Apps.id(1).toString(), inFlight, waiting, age);
  }

  private static final class SetTicker implements Ticker {
    private final AtomicLong nanos = new AtomicLong();

    void advance(Duration time) {
      nanos.addAndGet(time.toNanos());
    }

    @Override
    public long nanos() {
      return nanos.get();
    }

    @Override
    public void pause(Duration time) {
      advance(time);
    }
  }
}
