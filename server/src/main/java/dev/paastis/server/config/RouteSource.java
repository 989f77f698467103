// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.gateway.rule.RouteEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where routes come from, to be read again while the server runs: the part {@code routes} of a
 * file, and nothing else of it. Immutable.
 *
 * @param file which
 * @param environment where credentials are
 */
public record RouteSource(Path file, Map<String, String> environment) {
  /** Copies the environment. */
  public RouteSource {
    environment = Map.copyOf(environment);
  }

  Path folder() {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of("").toAbsolutePath() : parent;
  }

  Credentials credentials() {
    return new Credentials(environment, folder());
  }

  /** Prints no credential. */
  @Override
  public String toString() {
    return file.toString();
  }

  /**
   * Reads them.
   *
   * @throws ConfigurationException with every problem found
   */
  public Routing read() {
    return ConfigurationReader.routes(this);
  }

  /**
   * What was read.
   *
   * @param routes as they are written
   * @param warnings what can be used, though not as it was meant
   * @param source where they were read
   */
  public record Routing(List<RouteEntry> routes, List<String> warnings, RouteSource source) {
    /** Copies the lists. */
    public Routing {
      routes = List.copyOf(routes);
      warnings = List.copyOf(warnings);
    }
  }
}
