// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.Account;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.AppRepository;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.pause.IdleWatch;
import dev.paastis.pause.Reconciler;
import dev.paastis.pause.Sleeper;
import dev.paastis.provider.Control;
import dev.paastis.schedule.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the engine. At the start the rows come first, then the providers' word, then the
 * gateway's port: the first request already meets the truth. At the end the gateway closes first,
 * so that every request gets its answer while everything it needs is still there.
 */
final class EngineRunner implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(EngineRunner.class);

  /** Before the web server begins to answer, and after it has stopped. */
  private static final int PHASE = 0;

  private static final Duration OPERATIONS_END = Duration.ofSeconds(10);

  private final Parts parts;
  private final Loops loops;
  private volatile boolean running;

  EngineRunner(Parts parts, Loops loops) {
    this.parts = parts;
    this.loops = loops;
  }

  /** What the engine is made of. */
  record Parts(
      Launch launch,
      Accounts accounts,
      AppRepository apps,
      AppLifecycle lifecycle,
      AppDirectory directory,
      Control control,
      OtherEngines others,
      GatewayServer gateway,
      Sleeper sleeper,
      IdleWatch idleWatch,
      Reconciler reconciler,
      Liveness liveness) {}

  @Override
  public void start() {
    parts.liveness().register();
    declare();
    parts.apps().all().forEach(parts.lifecycle()::publish);
    parts.others().follow();
    watch();
    discover();
    int taken = parts.reconciler().takeUp(parts.liveness()::alive);
    if (taken > 0) {
      LOG.info("taking up {} operations that were left half done", taken);
    }
    parts.gateway().bind();
    loops.start();
    running = true;
  }

  @Override
  public void stop() {
    parts.gateway().close();
    loops.close();
    boolean quiet = letOperationsEnd();
    if (parts.launch().takesAppsAlong()) {
      sleepAll();
    }
    parts.others().close();
    if (quiet) {
      parts.liveness().leave();
    }
    parts.accounts().close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  /** Holds every account against its provider. */
  void discover() {
    for (Account account : parts.accounts().all()) {
      int differed = parts.reconciler().discover(account);
      if (differed > 0) {
        LOG.info("account={} apps found in another state: {}", account.name(), differed);
      }
    }
  }

  /** What a platform tells by itself is looked into at once, on a thread that may block. */
  private void watch() {
    for (Account account : parts.accounts().all()) {
      parts
          .accounts()
          .of(account)
          .watch(ref -> Thread.ofVirtual().name("watch-" + ref).start(() -> check(account, ref)));
    }
  }

  /**
   * Lets wakes and sleeps under way end. An engine that leaves tells the others that its operations
   * are theirs to take up, so it must not say so while it still carries one out: then they find out
   * by its silence, when it has long ended.
   */
  private boolean letOperationsEnd() {
    parts.liveness().beat();
    try {
      return parts.control().awaitQuiet(Deadline.after(OPERATIONS_END, parts.control().ticker()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void check(Account account, String ref) {
    try {
      Optional<TrackedApp> app = parts.directory().find(account, ref);
      if (app.isPresent()) {
        var _ = parts.reconciler().changed(app.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreUnavailableException e) {
      LOG.warn("app={} a change is looked into later: {}", ref, e.getMessage());
    }
  }

  /** The file's apps become the known ones; accounts that are no longer in it lose theirs. */
  private void declare() {
    Set<UUID> configured = new HashSet<>();
    for (Account account : parts.accounts().all()) {
      configured.add(account.id());
      parts.apps().declare(account, parts.accounts().declaredOn(account), parts.lifecycle().now());
    }
    for (TrackedApp app : parts.apps().all()) {
      Account account = app.app().account();
      if (configured.add(account.id())) {
        parts.apps().declare(account, List.of(), parts.lifecycle().now());
      }
    }
  }

  private void sleepAll() {
    Cause cause = Cause.of(Cause.Kind.PERSON, "Paastis was stopped");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (TrackedApp app : parts.directory().all()) {
        if (app.state() instanceof AppState.Awake) {
          threads.execute(() -> {
            var _ = parts.sleeper().sleep(app.id(), cause);
          });
        }
      }
    }
  }
}
