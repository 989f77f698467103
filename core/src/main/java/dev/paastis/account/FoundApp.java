// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.app.AppKind;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppTraits;
import dev.paastis.app.Formation;
import dev.paastis.provider.DiscoveredApp.Trait;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An app that was found on an account, taken over or not.
 *
 * @param ref the platform's identifier
 * @param name the platform's name for it, as last seen
 * @param hosts custom domains bound to it there
 * @param running whether it ran when last seen
 * @param formation what ran, or would run; may be empty
 * @param traits what the platform says of its purpose
 * @param labels what it is labelled with there
 * @param foundAt when it was seen first
 * @param goneAt since when it is no longer listed, {@code null} while it is
 * @param taken how it was taken over, {@code null} when it was not: Paastis leaves it alone
 */
public record FoundApp(
    String ref,
    String name,
    List<String> hosts,
    boolean running,
    Formation formation,
    Set<Trait> traits,
    Map<String, String> labels,
    Instant foundAt,
    @Nullable Instant goneAt,
    @Nullable Taken taken) {
  /** Copies the collections. */
  public FoundApp {
    hosts = List.copyOf(hosts);
    traits = Set.copyOf(traits);
    labels = Map.copyOf(labels);
  }

  /** An app without labels. */
  public FoundApp(
      String ref,
      String name,
      List<String> hosts,
      boolean running,
      Formation formation,
      Set<Trait> traits,
      Instant foundAt,
      @Nullable Instant goneAt,
      @Nullable Taken taken) {
    this(ref, name, hosts, running, formation, traits, Map.of(), foundAt, goneAt, taken);
  }

  /** What rules may ask of it: by the platform's word, and by what was seen to run. */
  AppTraits asTraits() {
    Set<AppKind> kinds = EnumSet.noneOf(AppKind.class);
    if (traits.contains(Trait.REVIEW_APP)) {
      kinds.add(AppKind.REVIEW_APP);
    }
    if (traits.contains(Trait.STATIC)) {
      kinds.add(AppKind.STATIC);
    } else if (traits.contains(Trait.WORKER)) {
      kinds.add(AppKind.WORKER);
    } else if (!formation.processes().isEmpty()) {
      kinds.add(AppKind.WEB); // providers name what does not answer, and list nothing else as app
    }
    return new AppTraits(kinds, labels);
  }

  /**
   * How an app was taken over.
   *
   * @param name the name it has here, unique in the space and a host label
   * @param settings how it sleeps and wakes
   * @param production whether it is production
   */
  public record Taken(String name, AppSettings settings, boolean production) {}
}
