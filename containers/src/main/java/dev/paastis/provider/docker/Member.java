// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A container of an app, as it was inspected. Engines leave out much, which is borne here. */
final class Member {
  private static final int SIGKILL = 9;
  private static final int SIGNALLED = 128;

  /** What a stop takes where nobody said anything, as Docker documents it. */
  private static final int USUAL_STOP_SECONDS = 10;

  private static final Map<String, Integer> SIGNALS =
      Map.of("HUP", 1, "INT", 2, "QUIT", 3, "KILL", 9, "USR1", 10, "USR2", 12, "TERM", 15);

  private final InspectContainerResponse facts;
  private final Labels labels;

  Member(InspectContainerResponse facts) {
    this.facts = facts;
    ContainerConfig config = facts.getConfig();
    Map<String, String> texts = config == null ? null : config.getLabels();
    this.labels = new Labels(texts == null ? Map.of() : texts);
  }

  /** What a container does. */
  enum Phase {
    /** It runs, and its health check, if it counts, holds. */
    RUNNING,
    /** It runs or is about to, but cannot answer yet as far as the engine knows. */
    STARTING,
    /** Frozen in memory. */
    PAUSED,
    /** Never started, or stopped by order. */
    STOPPED,
    /** It ended by itself. */
    CRASHED
  }

  InspectContainerResponse facts() {
    return facts;
  }

  Labels labels() {
    return labels;
  }

  String id() {
    return facts.getId();
  }

  String name() {
    String name = String.valueOf(facts.getName());
    return name.startsWith("/") ? name.substring(1) : name;
  }

  /** The service that it is a container of; by itself, its own name. */
  String service() {
    return labels.service().orElseGet(this::name);
  }

  Phase phase() {
    String status = status();
    if (isPaused(status)) {
      return Phase.PAUSED;
    }
    if (isAlive(status)) {
      return status.equals("restarting") || !healthHolds() ? Phase.STARTING : Phase.RUNNING;
    }
    return endedByItself(status) ? Phase.CRASHED : Phase.STOPPED;
  }

  /** Whether it runs, paused ones left aside. */
  boolean isUp() {
    Phase phase = phase();
    return phase == Phase.RUNNING || phase == Phase.STARTING;
  }

  /**
   * Whether its health check decides when it is ready. A path in the labels is a proof that is
   * found sooner, and that holds where nobody runs health checks, as with Podman without systemd.
   */
  boolean healthDecides() {
    return labels.readinessPath() == null && !health().isEmpty();
  }

  /** Whether it is healthy, or has no health check. */
  boolean isHealthy() {
    return health().isEmpty() || health().equals("healthy");
  }

  @Nullable Integer exitCode() {
    Long code = state().map(ContainerState::getExitCodeLong).orElse(null);
    return code == null ? null : code.intValue();
  }

  /** Whether it came to its end, as one does that only prepares something for others. */
  boolean isFinished() {
    return phase() == Phase.STOPPED && Integer.valueOf(0).equals(exitCode());
  }

  /** What tells this life of it from its others. */
  String life() {
    return id() + " since " + state().map(ContainerState::getStartedAt).orElse("");
  }

  /** When it ended last, as the engine writes it. */
  Optional<String> finishedAt() {
    return state().map(ContainerState::getFinishedAt);
  }

  /** Whether the engine removes it as soon as it stops. */
  boolean removedWhenStopped() {
    return hostConfig().map(HostConfig::getAutoRemove).orElse(false);
  }

  String networkMode() {
    return hostConfig().map(HostConfig::getNetworkMode).orElse("");
  }

  Optional<String> restartPolicy() {
    return hostConfig()
        .map(HostConfig::getRestartPolicy)
        .map(RestartPolicy::getName)
        .filter(name -> !name.isEmpty() && !name.equals("no"));
  }

  /**
   * How long a stop may take before it becomes a kill: the container's own time. Podman tells 0, an
   * immediate kill, where nobody said anything.
   */
  int stopSeconds() {
    String said = raw("StopTimeout");
    return said.matches("-?[1-9][0-9]{0,8}") ? Integer.parseInt(said) : USUAL_STOP_SECONDS;
  }

  Optional<HostConfig> hostConfig() {
    return Optional.ofNullable(facts.getHostConfig());
  }

  private boolean healthHolds() {
    return !healthDecides() || isHealthy();
  }

  /** Empty without a health check: Docker leaves it out or says none, Podman says nothing. */
  private String health() {
    return state()
        .map(ContainerState::getHealth)
        .map(HealthState::getStatus)
        .map(status -> status.toLowerCase(Locale.ROOT))
        .filter(status -> !status.equals("none"))
        .orElse("");
  }

  private boolean isPaused(String status) {
    return status.equals("paused") || is(ContainerState::getPaused);
  }

  private boolean isAlive(String status) {
    return is(ContainerState::getRunning)
        || is(ContainerState::getRestarting)
        || status.equals("stopping");
  }

  /**
   * No engine says who ended a container. An end with 0, by its stop signal or by the kill that
   * follows it is taken for ordered; one for lack of memory is not.
   */
  private boolean endedByItself(String status) {
    Integer code = exitCode();
    if (code == null || status.equals("created") || status.equals("configured")) {
      return false;
    }
    boolean ordered = code == 0 || code == SIGNALLED + stopSignal() || code == SIGNALLED + SIGKILL;
    return !ordered || is(ContainerState::getOOMKilled);
  }

  private int stopSignal() {
    String signal = raw("StopSignal").toUpperCase(Locale.ROOT);
    try {
      return Integer.parseInt(signal);
    } catch (NumberFormatException e) {
      return SIGNALS.getOrDefault(signal.startsWith("SIG") ? signal.substring(3) : signal, 15);
    }
  }

  /** A part of the configuration that the client's types leave out. */
  private String raw(String name) {
    Object value =
        facts.getRawValues().get("Config") instanceof Map<?, ?> config ? config.get(name) : null;
    return value == null ? "" : value.toString();
  }

  private String status() {
    return state().map(ContainerState::getStatus).orElse("").toLowerCase(Locale.ROOT);
  }

  private boolean is(Function<ContainerState, @Nullable Boolean> question) {
    return state().map(state -> Boolean.TRUE.equals(question.apply(state))).orElse(false);
  }

  private Optional<ContainerState> state() {
    return Optional.ofNullable(facts.getState());
  }
}
