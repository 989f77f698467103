// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Has apps started and stopped, in the order of what their services need. */
final class Orders {
  private static final Duration LOOK_EVERY = Duration.ofMillis(25);

  private final Engine engine;
  private final Inventory inventory;
  private final Faces faces;
  private final DockerSettings.Mode mode;
  private final Ticker ticker;

  Orders(Engine engine, Inventory inventory, Faces faces, Ticker ticker) {
    this.engine = engine;
    this.inventory = inventory;
    this.faces = faces;
    this.mode = inventory.settings().mode();
    this.ticker = ticker;
  }

  /**
   * Starts what a formation means.
   *
   * @param seen gets the app as it was found
   */
  AppStatus.Running start(String ref, Formation formation, Call call, Consumer<ContainerApp> seen)
      throws Trouble {
    ContainerApp app = existing(ref, call);
    var _ = faces.web(app);
    seen.accept(app);
    List<Member> meant = app.meantBy(formation);
    for (List<Member> level : Levels.of(meant)) {
      awaitHealthy(needed(level, meant), call);
      Together.each(level, member -> start(member, call));
    }
    return begun(existing(ref, call), meant, call);
  }

  AppStatus.Stopped stop(String ref, Call call) throws Trouble {
    ContainerApp app = existing(ref, call);
    List<Member> up = app.members().stream().filter(Member::isUp).toList();
    Formation formation = up.isEmpty() ? app.restorable() : app.running();
    refuseToLose(up);
    for (List<Member> level : Levels.of(up).reversed()) {
      Together.each(level, member -> stop(member, call));
    }
    if (up.isEmpty()) {
      app.members().forEach(faces::stopped);
    } else {
      awaitStopped(ref, call);
    }
    return new AppStatus.Stopped(formation);
  }

  /** Those that run get their time to stop; named volumes, networks and images stay. */
  AppStatus.Gone delete(String ref, Call call) throws Trouble {
    List<List<Member>> levels = Levels.of(existing(ref, call).members()).reversed();
    boolean begun = false;
    for (List<Member> level : levels) {
      for (Member member : level) {
        try {
          remove(member, call);
        } catch (Trouble trouble) {
          throw begun ? Trouble.unknown("removed in part: " + trouble.cause()) : trouble;
        }
        begun = true;
      }
    }
    return new AppStatus.Gone();
  }

  private void remove(Member member, Call call) throws Trouble {
    try {
      if (member.isUp()) {
        engine.stop(member, call);
      }
      engine.remove(member, call);
    } catch (Trouble trouble) {
      if (!trouble.is(Refusal.Kind.NOT_FOUND)) {
        throw trouble;
      }
    }
  }

  private ContainerApp existing(String ref, Call call) throws Trouble {
    return inventory
        .one(ref, call)
        .orElseThrow(() ->
            Trouble.refused(
                Refusal.Kind.NOT_FOUND,
                "the engine has no container or project '" + ref + "' with the account's label"));
  }

  private void start(Member member, Call call) throws Trouble {
    if (member.isUp()) {
      return;
    }
    try {
      if (member.phase() == Member.Phase.PAUSED) {
        engine.unpause(member, call);
      } else {
        engine.start(member, call);
      }
    } catch (Trouble trouble) {
      throw trouble.isFailureThere() && !isUp(member, call)
          ? Trouble.refused(Refusal.Kind.INVALID, trouble.cause())
          : trouble;
    }
  }

  private boolean isUp(Member member, Call call) throws Trouble {
    return new Member(engine.inspect(member.id(), call)).isUp();
  }

  private AppStatus.Running begun(ContainerApp app, List<Member> meant, Call call) throws Trouble {
    Member web = faces.web(app);
    Set<String> ids = meant.stream().map(Member::id).collect(Collectors.toSet());
    for (Member member : app.members()) {
      boolean needed = member.id().equals(web.id()) || !member.isFinished();
      if (ids.contains(member.id()) && needed && !member.isUp()) {
        throw ended(member, call);
      }
    }
    return new AppStatus.Running(faces.upstream(web), app.running());
  }

  private Trouble ended(Member member, Call call) {
    String tail = faces.tail(member, call);
    return Trouble.refused(
        Refusal.Kind.CRASHED,
        "container '%s' ended right after its start with exit code %s%s"
            .formatted(member.name(), member.exitCode(), tail.isEmpty() ? "" : ": " + tail));
  }

  /** The containers of services that must be healthy before those of a level are started. */
  private static List<Member> needed(List<Member> level, List<Member> meant) {
    Set<String> services = new HashSet<>();
    level.forEach(member ->
        member
            .labels()
            .dependsOn()
            .forEach((service, healthy) -> {
              if (healthy) {
                services.add(service);
              }
            }));
    return meant.stream().filter(member -> services.contains(member.service())).toList();
  }

  private void awaitHealthy(List<Member> needed, Call call) throws Trouble {
    for (Member member : needed) {
      Member now = new Member(engine.inspect(member.id(), call));
      while (!now.isHealthy()) {
        if (!now.isUp()) {
          throw Trouble.refused(
              Refusal.Kind.CRASHED,
              "container '%s', which others need healthy, ended with exit code %s"
                  .formatted(now.name(), now.exitCode()));
        }
        pause("container '" + now.name() + "', which others need, is not healthy yet", call);
        now = new Member(engine.inspect(member.id(), call));
      }
    }
  }

  /** An engine removes such containers once they stop: nothing would be left to wake. */
  private void refuseToLose(List<Member> up) throws Trouble {
    Optional<Member> lost = up.stream().filter(Member::removedWhenStopped).findFirst();
    if (mode == DockerSettings.Mode.STOP && lost.isPresent()) {
      throw Trouble.refused(
          Refusal.Kind.INVALID,
          "container '"
              + lost.get().name()
              + "' was made with --rm, so that a stop would remove it; make it without, or set the"
              + " account's mode to pause");
    }
  }

  private void stop(Member member, Call call) throws Trouble {
    try {
      switch (mode) {
        case STOP -> engine.stop(member, call);
        case PAUSE -> engine.pause(member, call);
      }
    } catch (Trouble trouble) {
      if (!trouble.is(Refusal.Kind.NOT_FOUND)) {
        throw trouble;
      }
    }
  }

  private void awaitStopped(String ref, Call call) throws Trouble {
    Optional<ContainerApp> app = inventory.one(ref, call);
    while (app.isPresent() && app.get().members().stream().anyMatch(Member::isUp)) {
      pause("containers of '" + ref + "' still run after the order to stop", call);
      app = inventory.one(ref, call);
    }
    app.ifPresent(stopped -> stopped.members().forEach(faces::stopped));
  }

  private void pause(String state, Call call) throws Trouble {
    if (call.expired()) {
      throw Trouble.unknown(state);
    }
    try {
      ticker.pause(call.atMost(LOOK_EVERY));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Trouble.unknown("interrupted: " + state);
    }
  }
}
