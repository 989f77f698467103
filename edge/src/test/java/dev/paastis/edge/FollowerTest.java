// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.api.RouteLine;
import dev.paastis.app.AppId;
import dev.paastis.edge.wire.RouteLines;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.GatewaySettings;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowerTest implements Follower.Listener {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Link link = new Link(Ticker.system());
  private final FollowedRoutes routes =
      new FollowedRoutes(settings ->
          GatewayServer.create(
              GatewaySettings.defaults().withPort(0),
              (app, cause) -> new WakeOutcome.NoSuchApp(),
              Ticker.system(),
              InstantSource.system()));
  private ScriptedEngine engine;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  @BeforeEach
  void makeEngine() throws IOException {
    engine = new ScriptedEngine(folder);
  }

  @AfterEach
  void close() throws InterruptedException {
    threads.forEach(Thread::interrupt);
    engine.close();
    for (Thread thread : threads) {
      thread.join();
    }
    routes.gateway().ifPresent(GatewayServer::close);
  }

  @Test
  void brokenStream_isResumedAfterTheLastPosition() {
    engine
        .tells(
            Told.snapshot("e"),
            RouteLine.inForce(null),
            RouteLine.complete(40),
            RouteLine.route(Told.asleep(1, 2), 41L))
        .tells(RouteLine.resume("e", 41, Told.SETTINGS), RouteLine.gone(Told.id(1), 42));
    follow();
    await().atMost(PATIENCE).until(() -> "e:42".equals(routes.since()) && link.isUp());
    assertThat(engine.asked.getFirst()).doesNotContain("since");
    assertThat(engine.asked.get(1)).contains("since=e:41");
    assertThat(engine.asked).allMatch(query -> query.contains("space=team"));
    assertThat(routes.size()).isZero();
  }

  @Test
  void positionTooOld_beginsAnew() {
    engine
        .tells(
            Told.snapshot("e"),
            RouteLine.inForce(null),
            RouteLine.route(Told.asleep(1, 2), null),
            RouteLine.complete(40))
        .tells(Told.snapshot("f"), RouteLine.inForce(null), RouteLine.complete(3));
    follow();
    await().atMost(PATIENCE).until(() -> "f:3".equals(routes.since()));
    assertThat(routes.size()).isZero();
  }

  @Test
  void halfLine_isAskedForAgain() {
    String line = RouteLines.write(RouteLine.route(Told.asleep(1, 2), 41L));
    engine
        .sends(
            text(Told.snapshot("e"), RouteLine.inForce(null), RouteLine.complete(40))
                + line.substring(0, 30))
        .tells(RouteLine.resume("e", 40, Told.SETTINGS), RouteLine.route(Told.asleep(1, 2), 41L));
    follow();
    await().atMost(PATIENCE).until(() -> "e:41".equals(routes.since()));
    assertThat(engine.asked.get(1)).contains("since=e:40");
  }

  @Test
  void garbageTwiceAtTheSamePlace_beginsAnew() {
    String garbled = text(RouteLine.resume("e", 40, Told.SETTINGS)) + "garbage\n";
    engine
        .tells(Told.snapshot("e"), RouteLine.inForce(null), RouteLine.complete(40))
        .sends(garbled)
        .sends(garbled)
        .tells(Told.snapshot("e"), RouteLine.inForce(null), RouteLine.complete(50));
    follow();
    await().atMost(PATIENCE).until(() -> "e:50".equals(routes.since()));
    assertThat(engine.asked.get(2)).contains("since=e:40");
    assertThat(engine.asked.get(3)).doesNotContain("since");
  }

  @Test
  void question_isPassedOn_afterWhatItIsAbout() {
    engine.tells(
        Told.snapshot("e"),
        RouteLine.inForce(null),
        RouteLine.route(Told.asleep(1, 2), null),
        RouteLine.complete(40),
        RouteLine.ask(7, Told.id(1)));
    follow();
    await().atMost(PATIENCE).until(() -> heard.size() == 3);
    assertThat(heard).containsExactly("ruled", "complete", "asked 7 " + Told.id(1));
  }

  @Test
  void refusal_isTold_andTriedAgain() {
    engine.status = 401;
    follow();
    await().atMost(PATIENCE).until(() -> engine.asked.size() > 1);
    assertThat(heard.getFirst()).contains("401", "unknown or expired");
    assertThat(link.isUp()).isFalse();
  }

  private void follow() {
    var settings =
        new Follower.Settings("g", "here", "team", Duration.ofSeconds(5), Ticker.system());
    threads.add(
        Thread.ofVirtual().start(new Follower(engine.client(), routes, link, settings, this)));
  }

  private static String text(RouteLine... lines) {
    StringBuilder text = new StringBuilder();
    for (RouteLine line : lines) {
      text.append(RouteLines.write(line)).append('\n');
    }
    return text.toString();
  }

  @Override
  public void complete() {
    heard.add("complete");
  }

  @Override
  public void ruled() {
    heard.add("ruled");
  }

  @Override
  public void asked(long number, AppId app) {
    heard.add("asked " + number + " " + app);
  }

  @Override
  public void refused(RefusedException why) {
    heard.add(String.valueOf(why.getMessage()));
  }
}
