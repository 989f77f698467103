// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.route;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks up hosts that no app is bound to among the {@link Alias}es, and remembers what came of it,
 * nothing included. Made anew at each change of names, before the change is counted: whoever has
 * seen the count finds nothing here that is older. Safe for use by many threads.
 */
final class AliasIndex {
  /** Hosts are chosen by whoever asks, so that their number has to have a bound. */
  private static final int REMEMBERED = 4096;

  private final String suffix;
  private final Map<String, Route> byHost;
  private final List<Alias> aliases;
  private final Map<String, Optional<Route>> known = new ConcurrentHashMap<>();

  AliasIndex(String domain, Map<String, Route> byHost, List<Alias> aliases) {
    this(byHost, "." + domain, aliases);
  }

  private AliasIndex(Map<String, Route> byHost, String suffix, List<Alias> aliases) {
    this.byHost = byHost;
    this.suffix = suffix;
    this.aliases = List.copyOf(aliases);
  }

  /** The same aliases without memory. */
  AliasIndex forgetful() {
    return with(aliases);
  }

  /** Other aliases. */
  AliasIndex with(List<Alias> others) {
    return new AliasIndex(byHost, suffix, others);
  }

  /** The route that the host means by the first alias that leads to an app. */
  @Nullable Route find(String host) {
    if (aliases.isEmpty() || !isOneLabelUnderTheDomain(host)) {
      return null;
    }
    Optional<Route> found = known.get(host);
    if (found == null) {
      found = look(host.substring(0, host.length() - suffix.length()));
      if (known.size() >= REMEMBERED) {
        known.clear();
      }
      known.put(host, found);
    }
    return found.orElse(null);
  }

  private boolean isOneLabelUnderTheDomain(String host) {
    return host.endsWith(suffix) && host.indexOf('.') == host.length() - suffix.length();
  }

  private Optional<Route> look(String label) {
    return aliases.stream()
        .flatMap(
            alias -> alias.hosts().match(label).map(match -> match.expand(alias.app())).stream())
        .map(app -> byHost.get(app.toLowerCase(Locale.ROOT) + suffix))
        .<Route>mapMulti((route, found) -> {
          if (route != null) {
            found.accept(route);
          }
        })
        .findFirst();
  }
}
