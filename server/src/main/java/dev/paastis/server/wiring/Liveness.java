// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.EngineId;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.store.EngineStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which engines are alive. An engine tells by heartbeats that it is; the earlier run of this very
 * folder is known to be dead at once, since the folder is locked by this one.
 */
final class Liveness {
  private static final Logger LOG = LoggerFactory.getLogger(Liveness.class);
  private static final Duration DEAD_AFTER = Duration.ofSeconds(20);

  private final EngineId engine;
  private final EngineStore engines;
  private final Installation installation;
  private final InstantSource clock;

  Liveness(EngineId engine, Installation installation, InstantSource clock) {
    this.engine = engine;
    this.engines = installation.store().engines();
    this.installation = installation;
    this.clock = clock;
  }

  /** Says that this engine begins and that the folder's earlier run is over. */
  void register() {
    Path file = installation.home().resolve("engine.id");
    try {
      if (Files.exists(file)) {
        removeEarlier(Files.readString(file).strip());
      }
      Files.writeString(file, engine.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    engines.register(engine, clock.instant());
  }

  void beat() {
    try {
      engines.heartbeat(engine, clock.instant());
    } catch (StoreUnavailableException e) {
      LOG.warn("no heartbeat: {}", e.getMessage());
    }
  }

  Set<EngineId> alive() {
    Set<EngineId> alive = new HashSet<>(Set.of(engine));
    if (!installation.alone()) {
      alive.addAll(engines.alive(clock.instant().minus(DEAD_AFTER)));
    }
    return alive;
  }

  void leave() {
    try {
      engines.remove(engine);
    } catch (StoreUnavailableException e) {
      LOG.warn("left without saying so: {}", e.getMessage());
    }
  }

  private void removeEarlier(String id) {
    try {
      engines.remove(new EngineId(UUID.fromString(id)));
    } catch (IllegalArgumentException e) {
      LOG.warn("engine.id of the data folder is not an identifier and is replaced");
    }
  }
}
