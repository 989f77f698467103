// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import java.util.List;

/**
 * An app that a provider knows.
 *
 * @param ref the provider's own identifier
 * @param name the provider's name for it
 * @param hosts custom domains bound to it there, in lower case
 * @param status how it is now
 */
public record DiscoveredApp(String ref, String name, List<String> hosts, AppStatus status) {
  /** Copies the hosts. */
  public DiscoveredApp {
    hosts = List.copyOf(hosts);
  }
}
