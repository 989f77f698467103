// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.ListeningApp;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An app of the platform. Its {@code state} is what the platform wants, as the API gives it; its
 * machines are what runs. Guarded by the platform.
 */
final class HostedApp {
  static final String COMMIT = "0a1b2c3";
  static final String WANTED_UP = "SHOULD_BE_UP";
  static final String WANTED_DOWN = "SHOULD_BE_DOWN";
  static final String STARTING = "WANTS_TO_BE_UP";

  private Identity identity;
  private final Deque<Deployment> deployments = new ArrayDeque<>();
  private final List<Machine> machines = new ArrayList<>();
  private final List<String> vhosts;
  private Scaling scaling;
  private String state = WANTED_DOWN;
  private String lifetime = "REGULAR";
  private boolean archived;
  private boolean homogeneous;
  private Boot boot = Boot.FINE;
  private @Nullable Answer startRefusal;
  private @Nullable ListeningApp listening;

  HostedApp(Identity identity, Scaling scaling, List<String> vhosts) {
    this.identity = identity;
    this.scaling = scaling;
    this.vhosts = new ArrayList<>(vhosts);
  }

  /**
   * What the platform knows it by.
   *
   * @param id begins with {@code app_}
   * @param name as its owner calls it
   * @param owner organisation or user
   * @param slug kind of runtime
   * @param created milliseconds since 1970
   */
  record Identity(String id, String name, String owner, String slug, long created) {}

  /** How its boots end. */
  enum Boot {
    FINE,
    FAIL,
    HANG
  }

  Identity identity() {
    return identity;
  }

  /** Its owner calls it otherwise; it stays where it is. */
  void rename(String name) {
    identity =
        new Identity(identity.id(), name, identity.owner(), identity.slug(), identity.created());
  }

  /** It belongs to another owner. */
  void transfer(String owner) {
    identity =
        new Identity(identity.id(), identity.name(), owner, identity.slug(), identity.created());
  }

  String id() {
    return identity.id();
  }

  String state() {
    return state;
  }

  List<String> vhosts() {
    return vhosts;
  }

  Deque<Deployment> deployments() {
    return deployments;
  }

  List<Machine> machines() {
    return machines;
  }

  Scaling scaling() {
    return scaling;
  }

  @Nullable Answer startRefusal() {
    return startRefusal;
  }

  void refuseStart(@Nullable Answer answer) {
    startRefusal = answer;
  }

  void boots(Boot how) {
    boot = how;
  }

  void archive() {
    archived = true;
  }

  void makeTask() {
    lifetime = "TASK";
  }

  void restartWithDowntime() {
    homogeneous = true;
  }

  boolean isSuspended() {
    return state.equals("MODERATED") || state.equals("DEFAULT_OF_PAYMENT");
  }

  void suspend(String as) {
    state = as;
    machines.clear();
    silence();
  }

  void crash() {
    machines.clear();
    silence();
  }

  boolean isUp() {
    return machines.stream().anyMatch(Machine::isUp);
  }

  /** Machines are made at once and come up later; those of before serve until then. */
  void begin(Deployment order) {
    cancel();
    deployments.addFirst(order);
    if (!isUp()) {
      state = STARTING;
    } else if (homogeneous) {
      machines.clear();
    }
    machines.addAll(
        IntStream.range(0, scaling.minInstances())
            .mapToObj(number -> new Machine(number, scaling.minFlavor(), order))
            .toList());
  }

  /** The machines run and build or fetch the app. */
  void built(Deployment order) {
    if (order.isUnderWay()) {
      of(order).forEach(machine -> machine.become("DEPLOYING"));
    }
  }

  /** The health check has passed, or not. */
  void finish(Deployment order) {
    if (!order.isUnderWay() || boot == Boot.HANG) {
      return;
    }
    if (boot == Boot.FAIL) {
      order.end("FAIL");
      machines.removeAll(of(order));
      return;
    }
    order.end("OK");
    state = WANTED_UP;
    machines.removeIf(machine -> !machine.order().equals(order));
    machines.forEach(machine -> machine.become("UP"));
  }

  void beginEnd(Deployment order) {
    cancel();
    deployments.addFirst(order);
    state = WANTED_DOWN;
    machines.forEach(machine -> machine.become("STOPPING"));
    silence();
  }

  /** Takes away what that order stops; a start may have made new machines meanwhile. */
  void end(Deployment order) {
    if (order.isUnderWay()) {
      order.end("OK");
    }
    machines.removeIf(machine -> machine.state().equals("STOPPING"));
  }

  /** Cancels what is under way; its machines go. */
  void cancel() {
    for (Deployment before : deployments) {
      if (before.isUnderWay()) {
        before.end("CANCELLED");
        machines.removeAll(of(before));
      }
    }
  }

  /** Takes over new bounds; running machines follow them at once. */
  void rescale(Scaling wanted, Deployment order) {
    scaling = wanted;
    if (isUp()) {
      order.end("OK");
      deployments.addFirst(order);
      machines.clear();
      for (int number = 0; number < wanted.minInstances(); number++) {
        machines.add(new Machine(number, wanted.minFlavor(), order));
      }
      machines.forEach(machine -> machine.become("UP"));
    }
  }

  BigDecimal perHour() {
    return machines.stream().map(Machine::perHour).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Where it listens; it begins to when it does not yet. */
  int port(InstantSource clock) {
    ListeningApp now = listening;
    if (now == null) {
      now = ListeningApp.start(identity.name(), clock);
      listening = now;
    }
    return now.port();
  }

  void silence() {
    if (listening != null) {
      listening.close();
      listening = null;
    }
  }

  Wire.Brief brief() {
    return new Wire.Brief(
        id(), identity.name(), state, identity.slug(), COMMIT, archived, homogeneous);
  }

  Wire.Application view() {
    return new Wire.Application(
        id(),
        identity.name(),
        "par",
        identity.owner(),
        state,
        new Wire.Settings(
            identity.slug(),
            "20230824",
            new Wire.Slug(identity.slug()),
            scaling.minInstances(),
            scaling.maxInstances(),
            new Wire.Named(scaling.minFlavor()),
            new Wire.Named(scaling.maxFlavor()),
            lifetime),
        new Wire.Urls(
            "git+ssh://git@push-n2.example/" + id() + ".git",
            "https://push-n2.example/" + id() + ".git"),
        vhosts.stream().map(Wire.Vhost::new).toList(),
        homogeneous,
        false,
        new Wire.Named("XS"),
        COMMIT,
        "master",
        identity.created(),
        archived);
  }

  private Collection<Machine> of(Deployment order) {
    return machines.stream().filter(machine -> machine.order().equals(order)).toList();
  }
}
