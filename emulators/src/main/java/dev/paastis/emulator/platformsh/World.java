// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All that exists on the platform. Whoever reads or changes it holds its monitor. */
final class World implements AutoCloseable {
  final Map<String, Project> projects = new LinkedHashMap<>();
  private final Map<String, Environment> byHost = new HashMap<>();

  void add(Environment environment) {
    environment.project.environments.put(environment.id, environment);
    byHost.put(environment.host(), environment);
  }

  void remove(Environment environment) {
    environment.silence();
    environment.project.environments.remove(environment.id);
    byHost.remove(environment.host());
  }

  Optional<Environment> find(String project, String environment) {
    return Optional.ofNullable(projects.get(project)).map(p -> p.environments.get(environment));
  }

  Optional<Environment> atHost(String host) {
    return Optional.ofNullable(byHost.get(host));
  }

  /** The environment of a reference {@code project:environment}. */
  Environment get(String ref) {
    int colon = ref.indexOf(':');
    return find(ref.substring(0, Math.max(0, colon)), ref.substring(colon + 1))
        .orElseThrow(() -> new IllegalArgumentException("there is no environment " + ref));
  }

  @Override
  public synchronized void close() {
    projects.values().forEach(p -> p.environments.values().forEach(Environment::silence));
  }
}
