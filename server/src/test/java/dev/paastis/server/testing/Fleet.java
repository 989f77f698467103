// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.testing;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.Formation;
import dev.paastis.app.Group;
import dev.paastis.app.Operation;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StateName;
import dev.paastis.app.TrackedApp;
import dev.paastis.savings.LedgerInterval;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A fleet of thirteen apps with a day of history, the same at every run. */
final class Fleet {
  static final SpaceId SPACE = new SpaceId(new UUID(1, 1));
  private static final Account LOCAL =
      new Account(new UUID(2, 2), SPACE, "local", "local", "laptop");
  private static final Account SCALINGO =
      new Account(new UUID(3, 3), SPACE, "scalingo", "osc-fr1", "agency");
  private static final Formation WEB = Formation.of("web", 1, "M");
  private static final Cause REQUEST =
      new Cause(
          Cause.Kind.REQUEST,
          "GET / from 127.0.0.1",
          Map.of("method", "GET", "path", "/", "address", "127.0.0.1", "agent", "curl/8.5.0"));
  private static final Cause IDLE = Cause.of(Cause.Kind.IDLE, "idle for 15m");

  private final FakeStore store;
  private final Instant now;
  private final Random random = new Random(7);

  Fleet(FakeStore store, Instant now) {
    this.store = store;
    this.now = now;
  }

  void put() {
    put("hello", LOCAL, null, StateName.AWAKE, 380);
    put("slow", LOCAL, null, StateName.ASLEEP, 6_100);
    put("shop", LOCAL, new Group("shop", 2), StateName.AWAKE, 900);
    put("shop-api", LOCAL, new Group("shop", 1), StateName.AWAKE, 1_400);
    put("chat", LOCAL, null, StateName.AWAKE, 700);
    put("broken", LOCAL, null, StateName.ASLEEP, 0);
    put("busy", LOCAL, null, StateName.AWAKE, 800);
    put("billing-review-412", SCALINGO, null, StateName.ASLEEP, 9_300);
    put("billing-review-418", SCALINGO, null, StateName.FALLING_ASLEEP, 8_800);
    put("crm-staging", SCALINGO, null, StateName.WAKING, 12_400);
    put("docs-preview", SCALINGO, null, StateName.ASLEEP, 5_200);
    put("intranet", SCALINGO, null, StateName.UNKNOWN, 7_700);
    put("landing-2024", SCALINGO, null, StateName.ASLEEP, 4_100);
  }

  private void put(
      String name, Account account, @Nullable Group group, StateName last, int wakeMillis) {
    AppId id = new AppId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    AppSettings settings =
        new AppSettings(Duration.ofMinutes(15), AppSettings.DEFAULT_WAKE_TIMEOUT, 240);
    List<String> hosts = List.of(name + ".localhost");
    App app = new App(id, account, name, name, hosts, settings, group);
    List<Duration> took = new ArrayList<>();
    List<LedgerInterval> history = wakeMillis == 0 ? new ArrayList<>() : day(app, wakeMillis, took);
    Instant since = now.minusSeconds(last == StateName.AWAKE ? 400 : 20 + random.nextInt(40));
    closeAt(history, since);
    history.add(new LedgerInterval(id, last, WEB, since, null));
    TrackedApp row = new TrackedApp(app, 1, state(last, since), since, null);
    store.put(row, history, took);
  }

  private List<LedgerInterval> day(App app, int wakeMillis, List<Duration> took) {
    List<LedgerInterval> day = new ArrayList<>();
    Instant at = now.minus(Duration.ofHours(26));
    while (at.isBefore(now.minus(Duration.ofMinutes(40)))) {
      at = part(day, app, StateName.ASLEEP, at, Duration.ofMinutes(40 + random.nextInt(260)));
      Duration wake = Duration.ofMillis((long) (wakeMillis * (0.8 + random.nextDouble() * 0.6)));
      took.add(wake);
      store.append(Event.about(app, at, EventType.WAKE_STARTED, REQUEST));
      at = part(day, app, StateName.WAKING, at, wake);
      store.append(
          Event.about(app, at, EventType.WOKEN, REQUEST)
              .with(Map.of("duration-ms", "" + wake.toMillis())));
      at = part(day, app, StateName.AWAKE, at, Duration.ofMinutes(15 + random.nextInt(70)));
      store.append(Event.about(app, at, EventType.FELL_ASLEEP, IDLE));
    }
    return day;
  }

  private static Instant part(
      List<LedgerInterval> day, App app, StateName state, Instant from, Duration length) {
    Instant to = from.plus(length);
    day.add(new LedgerInterval(app.id(), state, WEB, from, to));
    return to;
  }

  private static void closeAt(List<LedgerInterval> day, Instant end) {
    day.removeIf(part -> !part.from().isBefore(end));
    if (!day.isEmpty()) {
      LedgerInterval last = day.removeLast();
      day.add(new LedgerInterval(last.app(), last.state(), WEB, last.from(), end));
    }
  }

  private static AppState state(StateName name, Instant since) {
    Operation operation =
        new Operation(UUID.randomUUID(), new EngineId(UUID.randomUUID()), since, REQUEST);
    return switch (name) {
      case AWAKE -> new AppState.Awake(since, FakeEngine.upstream(), WEB);
      case ASLEEP -> new AppState.Asleep(since, WEB);
      case WAKING -> new AppState.Waking(since, operation, WEB);
      case FALLING_ASLEEP ->
          new AppState.FallingAsleep(since, operation, FakeEngine.upstream(), WEB, since);
      case UNKNOWN -> new AppState.Unknown(since, "the provider did not answer in 10s", WEB);
    };
  }
}
