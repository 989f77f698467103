// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import dev.paastis.app.App;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppState;
import dev.paastis.app.TrackedApp;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the app that a host of a log line means: a host bound to it, its own one at its platform,
 * or one that begins with its name. Remembers what it found for a while; safe for many threads.
 */
final class Hosts {
  private static final int REMEMBERED = 10_000;

  private final AppDirectory directory;
  private final String domain;
  private final Map<String, Optional<AppId>> found = new ConcurrentHashMap<>();

  Hosts(AppDirectory directory, String domain) {
    this.directory = directory;
    this.domain = domain;
  }

  /** The app of which that drain tells, if it may tell of it. */
  Optional<AppId> find(Drain drain, String authority) {
    String host = host(authority);
    if (found.size() >= REMEMBERED) {
      found.clear();
    }
    return found.computeIfAbsent(drain.entry().id() + " " + host, _ -> look(drain, host));
  }

  /** Looks anew from now on: apps come and go. */
  void forget() {
    found.clear();
  }

  private Optional<AppId> look(Drain drain, String host) {
    Optional<AppId> byName = Optional.empty();
    for (TrackedApp tracked : directory.all()) {
      App app = tracked.app();
      if (drain.mayTellOf(app)) {
        if (isBound(tracked, host)) {
          return Optional.of(app.id());
        }
        byName = host.startsWith(app.name() + ".") ? Optional.of(app.id()) : byName;
      }
    }
    return byName;
  }

  private boolean isBound(TrackedApp tracked, String host) {
    App app = tracked.app();
    boolean own =
        tracked.state() instanceof AppState.Awake awake
            && awake.upstream().host().equalsIgnoreCase(host);
    return own || app.hosts().contains(host) || host.equals(app.name() + "." + domain);
  }

  private static String host(String authority) {
    int port = authority.lastIndexOf(':');
    boolean hasPort =
        port > 0 && authority.indexOf(']', port) < 0 && port == authority.indexOf(':');
    String host = hasPort ? authority.substring(0, port) : authority;
    return host.toLowerCase(Locale.ROOT);
  }
}
