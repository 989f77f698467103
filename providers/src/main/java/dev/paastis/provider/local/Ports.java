// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Gives every app a port of its own. Safe for use by many threads.
 *
 * <p>Ports are taken below the range from which Linux (32768 up) and macOS (49152 up) take the
 * local ports of outgoing connections. Within that range a connection of the gateway could sit on
 * an app's port while the app sleeps, and, worse, a probe of a port that nobody listens on yet can
 * be given that very port as its own and then connect to itself: the app would look ready, and
 * would find its port taken.
 *
 * <p>The first port tried follows from app and state folder, so that an app tends to have the same
 * address after a restart, and two engines on one machine tend not to try the same ones.
 */
final class Ports {
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;

  private final Map<String, Integer> kept = new HashMap<>();
  private final Map<String, Integer> declared = new HashMap<>();
  private final int seed;

  Ports(Collection<LocalApp> apps, Object seed) {
    this.seed = seed.hashCode();
    for (LocalApp app : apps) {
      if (app.port() != null) {
        declared.put(app.name(), app.port());
      }
    }
  }

  /** Remembers the port of an app that runs already. */
  synchronized void keep(String app, int port) {
    kept.put(app, port);
  }

  /** Where the app is or would be started next. */
  synchronized int expected(String app) {
    Integer fixed = declared.get(app);
    if (fixed != null) {
      return fixed;
    }
    Integer before = kept.get(app);
    return before != null ? before : choose(app);
  }

  /** A port to start the app on; empty when its declared one is taken. */
  synchronized OptionalInt free(String app) {
    int expected = expected(app);
    if (isFree(expected)) {
      return OptionalInt.of(expected);
    }
    return declared.containsKey(app) ? OptionalInt.empty() : OptionalInt.of(choose(app));
  }

  /** The other app for which the port is kept, or an empty text. */
  synchronized String keptFor(int port, String otherThan) {
    return kept.entrySet().stream()
        .filter(entry -> entry.getValue() == port && !entry.getKey().equals(otherThan))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  private int choose(String app) {
    Set<Integer> taken = new HashSet<>(declared.values());
    taken.addAll(kept.values());
    int start = Math.floorMod(31 * seed + app.hashCode(), COUNT);
    for (int i = 0; i < COUNT; i++) {
      int port = FIRST + (start + i) % COUNT;
      if (!taken.contains(port) && isFree(port)) {
        kept.put(app, port);
        return port;
      }
    }
    throw new IllegalStateException(
        "no free port from " + FIRST + " to " + (FIRST + COUNT - 1) + " for local app " + app);
  }

  /** On the loopback address and on all of them: the BSDs allow the one beside the other. */
  static boolean isFree(int port) {
    return canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        && canBind(new InetSocketAddress(port));
  }

  /** Binds without listening, so that nobody can ever connect to the trial. */
  private static boolean canBind(InetSocketAddress address) {
    try (Socket trial = new Socket()) {
      trial.setReuseAddress(true);
      trial.bind(address);
      return true;
    } catch (IOException e) {
      // the answer to the question, not an error
      return false;
    }
  }
}
