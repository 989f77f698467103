// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an environment runs.
 *
 * @param webapps reachable from outside
 * @param workers not reachable
 * @param services databases and the like
 */
record Deployment(List<Container> webapps, List<Container> workers, List<Container> services) {
  Stream<Container> all() {
    return Stream.of(webapps, workers, services).flatMap(List::stream);
  }

  Deployment resized(String name, String size, int instances) {
    return new Deployment(
        webapps.stream().map(c -> c.name().equals(name) ? c.sized(size, instances) : c).toList(),
        workers.stream().map(c -> c.name().equals(name) ? c.sized(size, instances) : c).toList(),
        services);
  }
}
