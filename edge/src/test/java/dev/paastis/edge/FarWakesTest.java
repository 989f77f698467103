// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.app.Upstream;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FarWakesTest {
  private static final AppId APP = new AppId(UUID.fromString(Told.id(1)));
  private static final Cause CAUSE = Cause.of(Cause.Kind.REQUEST, "GET / from \"x\"");

  @TempDir Path folder;
  private final QuickTicker ticker = new QuickTicker();
  private final Link link = new Link(ticker);
  private ScriptedEngine engine;

  @BeforeEach
  void start() throws IOException {
    engine = new ScriptedEngine(folder);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void everyOutcome_isTold() {
    assertThat(told("{\"outcome\":\"ready\",\"upstream\":\"https://a.example:443\"}"))
        .isEqualTo(new WakeOutcome.Ready(Upstream.parse("https://a.example:443")));
    assertThat(told("{\"outcome\":\"failed\",\"reason\":\"timed-out\",\"detail\":\"d\"}"))
        .isEqualTo(new WakeOutcome.Failed(WakeOutcome.Failure.TIMED_OUT, "d"));
    assertThat(told("{\"outcome\":\"no-such-app\"}")).isEqualTo(new WakeOutcome.NoSuchApp());
    String until = "2026-11-21T08:00+01:00[Europe/Paris]";
    assertThat(
            told(
                """
                {"outcome":"not-now","reason":"paused","detail":"d","retryAfterMillis":2000,
                 "until":"%s"}\
                """
                    .formatted(until)))
        .isEqualTo(
            new WakeOutcome.NotNow(
                WakeOutcome.Reason.PAUSED, "d", Duration.ofSeconds(2), ZonedDateTime.parse(until)));
  }

  @Test
  void answerThatIsNone_countsAsAnEngineThatIsAway() {
    assertThat(told("{\"outcome\":\"of-tomorrow\"}")).isInstanceOf(WakeOutcome.NotNow.class);
    engine.status = 500;
    assertThat(told("{}")).isInstanceOf(WakeOutcome.NotNow.class);
  }

  @Test
  void engineAway_refusesAfterPatience_andThenAtOnce() {
    engine.close();
    FarWakes wakes = wakes(Optional.empty());
    assertThat(wakes.refused(APP, false)).isEmpty();

    long before = ticker.nanos();
    WakeOutcome outcome = wakes.wake(APP, CAUSE);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            WakeOutcome.NotNow.class,
            away -> assertThat(away.reason()).isEqualTo(WakeOutcome.Reason.ENGINE));
    assertThat(Duration.ofNanos(ticker.nanos() - before)).isGreaterThanOrEqualTo(FarWakes.PATIENCE);
    ticker.pause(Duration.ofSeconds(1));
    assertThat(wakes.refused(APP, false)).contains(outcome);
    assertThat(wakes.outOfTouch()).isTrue();
  }

  @Test
  void engineAway_appThatWasAwakeAndAnswers_isReady() throws IOException {
    engine.close();
    try (ServerSocket app = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Upstream upstream = new Upstream("http", "127.0.0.1", app.getLocalPort());
      assertThat(wakes(Optional.of(upstream)).wake(APP, CAUSE))
          .isEqualTo(new WakeOutcome.Ready(upstream));
    }
  }

  @Test
  void engineHeard_isInTouchAfterAMoment() {
    FarWakes wakes = wakes(Optional.empty());
    link.up();
    assertThat(wakes.outOfTouch()).isTrue();
    ticker.pause(Duration.ofSeconds(6));
    assertThat(wakes.outOfTouch()).isFalse();
    assertThat(wakes.refused(APP, false)).isEmpty();
  }

  private WakeOutcome told(String body) {
    engine.wake = body;
    return wakes(Optional.empty()).wake(APP, CAUSE);
  }

  private FarWakes wakes(Optional<Upstream> lastKnown) {
    return new FarWakes(engine.client(), link, app -> lastKnown, ticker);
  }

  /** Time that passes by being waited for. */
  private static final class QuickTicker implements Ticker {
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanos() {
      return nanos.get();
    }

    @Override
    public void pause(Duration time) {
      nanos.addAndGet(Math.max(1, time.toNanos()));
    }
  }
}
