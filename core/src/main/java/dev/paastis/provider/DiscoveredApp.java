// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An app that a provider knows.
 *
 * @param ref the provider's own identifier
 * @param name the provider's name for it
 * @param hosts custom domains bound to it there, in lower case
 * @param status how it is now
 * @param traits what the provider says of its purpose
 * @param labels what people labelled it with there, and what the provider files it under
 */
public record DiscoveredApp(
    String ref,
    String name,
    List<String> hosts,
    AppStatus status,
    Set<Trait> traits,
    Map<String, String> labels) {
  /** What a provider may say of an app's purpose. */
  public enum Trait {
    /** Made for one branch or one request for changes. */
    REVIEW_APP,
    /** Serves the public. */
    PRODUCTION,
    /** Files only: nothing of it runs by itself. */
    STATIC,
    /** Nothing of it answers requests from outside. */
    WORKER
  }

  /** Copies the collections. */
  public DiscoveredApp {
    hosts = List.copyOf(hosts);
    traits = Set.copyOf(traits);
    labels = Map.copyOf(labels);
  }

  /** An app without labels. */
  public DiscoveredApp(
      String ref, String name, List<String> hosts, AppStatus status, Set<Trait> traits) {
    this(ref, name, hosts, status, traits, Map.of());
  }

  /** An app of whose purpose nothing is said. */
  public DiscoveredApp(String ref, String name, List<String> hosts, AppStatus status) {
    this(ref, name, hosts, status, Set.of());
  }
}
