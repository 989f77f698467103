// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.simulation;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Group;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.pause.Gateways.Quiet;
import dev.paastis.wake.WakeOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One random life of a small fleet, decided by its seed alone. */
final class Schedule {
  private static final Cause REQUEST = Cause.of(Cause.Kind.REQUEST, "GET /");
  private static final Cause PERSON = Cause.of(Cause.Kind.PERSON, "ada");
  private static final Cause IDLE = Cause.of(Cause.Kind.IDLE, "idle");
  private static final AppSettings SETTINGS =
      new AppSettings(Duration.ofMillis(1), Duration.ofSeconds(30), 10_000);

  private final Random random;
  private final Steps steps;
  private final Faults faults;
  private final boolean alone;
  private final SimulatedStore store;
  private final SimulatedPlatform platform;
  private final List<SimulatedEngine> engines = new ArrayList<>();
  private final List<TrackedApp> apps = new ArrayList<>();
  private final List<SimulatedEngine> all = new ArrayList<>();

  Schedule(long seed, boolean calm, int engines) {
    this.alone = engines == 1;
    this.random = new Random(seed);
    this.steps = new Steps(random);
    this.faults = new Faults(random, steps, calm);
    this.store = new SimulatedStore(faults);
    this.platform = new SimulatedPlatform(faults);
    SpaceId space = new SpaceId(id());
    Account account = new Account(id(), space, "simulated", "here", "main");
    add(account, "hello", null);
    add(account, "shop", new Group("shop", 2));
    add(account, "shop-api", new Group("shop", 1));
    for (int i = 0; i < engines; i++) {
      newEngine();
    }
  }

  /** Things happen at random times, then everything heals and comes to rest. */
  void live(int actions) {
    Steps.Machine world = steps.new Machine();
    world.start(
        "world",
        () -> {
          try {
            for (int i = 0; i < actions; i++) {
              steps.pause(Duration.ofMillis(random.nextInt(1500)));
              act();
            }
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    rest();
    faults.heal();
    for (int round = 0; round < 3; round++) {
      engines.forEach(engine -> engine.takeUp(this::alive));
      rest();
      engines.getFirst().discover();
      rest();
    }
  }

  List<String> history() {
    return store.history();
  }

  /** What does not hold, in words. */
  List<String> violations() {
    List<String> wrong = new ArrayList<>(faults.violations());
    for (SimulatedEngine engine : all) {
      if (engine.broken() != null) {
        wrong.add("engine broke: " + engine.broken());
      }
    }
    for (SimulatedEngine engine : engines) {
      if (engine.unanswered() > 0) {
        wrong.add(engine.unanswered() + " wishes were never answered");
      }
      for (TrackedApp row : store.truth()) {
        if (!engine.directory.find(row.id()).equals(Optional.of(row))) {
          wrong.add("an engine does not know " + row);
        }
      }
    }
    store.truth().forEach(row -> agrees(row, wrong));
    return wrong;
  }

  /** All outcomes of wakes of engines that still live. */
  List<WakeOutcome> woken() {
    return engines.stream().flatMap(engine -> engine.woken.stream()).toList();
  }

  /** Names of apps that run without what they need. */
  List<String> withoutTheirNeeds() {
    return platform.runs("shop") && !platform.runs("shop-api") ? List.of("shop") : List.of();
  }

  private void agrees(TrackedApp row, List<String> wrong) {
    boolean agrees =
        switch (row.state()) {
          case AppState.Awake _ -> platform.runs(row.app().ref());
          case AppState.Asleep _ -> !platform.runs(row.app().ref());
          case AppState.Waking _, AppState.FallingAsleep _, AppState.Unknown _ -> false;
        };
    if (!agrees) {
      wrong.add("row %s, running: %s".formatted(row, platform.runs(row.app().ref())));
    }
  }

  private void act() {
    TrackedApp app = apps.get(random.nextInt(apps.size()));
    SimulatedEngine engine = engines.get(random.nextInt(engines.size()));
    switch (random.nextInt(faults.healed() ? 8 : 13)) {
      case 0, 1, 2 -> engine.wake(app, REQUEST);
      case 3 -> engine.wake(app, PERSON);
      case 4, 5 -> engine.sleep(app, IDLE);
      case 6 -> engine.sleep(app, PERSON);
      case 7 -> engine.discover();
      case 8 -> kill(engine);
      case 9 -> faults.storeAway(Duration.ofMillis(random.nextInt(90_000)));
      case 10 -> platform.crash(app.app().ref());
      case 11 -> changeFromOutside(app);
      default -> engines.forEach(one -> one.takeUp(this::alive));
    }
  }

  private void changeFromOutside(TrackedApp app) {
    if (platform.runs(app.app().ref())) {
      var _ = platform.halt(app.app().ref());
    } else {
      var _ = platform.run(app.app().ref());
    }
  }

  private void kill(SimulatedEngine engine) {
    engine.process.kill();
    engines.remove(engine);
    newEngine().takeUp(this::alive);
  }

  private Set<EngineId> alive() {
    Set<EngineId> alive = new HashSet<>();
    engines.forEach(engine -> alive.add(engine.id));
    return alive;
  }

  private SimulatedEngine newEngine() {
    SimulatedEngine engine =
        new SimulatedEngine(new EngineId(id()), steps, store, platform, this::gateway);
    if (!alone) {
      engine.followOthers(store);
    }
    engines.add(engine);
    all.add(engine);
    return engine;
  }

  private @Nullable Quiet gateway() {
    if (faults.oneIn(15)) {
      return null;
    }
    return new Quiet(0, faults.oneIn(10) ? 1 : 0, null);
  }

  private void rest() {
    steps.runToTheEnd();
  }

  private void add(Account account, String name, @Nullable Group group) {
    App app = new App(new AppId(id()), account, name, name, List.of(), SETTINGS, group);
    var _ = platform.halt(name);
    AppState asleep = new AppState.Asleep(Instant.EPOCH, SimulatedPlatform.WEB);
    TrackedApp row = new TrackedApp(app, 1, asleep, null, null);
    apps.add(row);
    store.put(row);
  }

  private UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }
}
