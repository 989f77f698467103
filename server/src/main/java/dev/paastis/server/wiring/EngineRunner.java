// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.account.AccountBook;
import dev.paastis.account.DiscoveryRounds;
import dev.paastis.account.OpenAccounts;
import dev.paastis.account.OpenAccounts.Opened;
import dev.paastis.account.StoredAccount;
import dev.paastis.account.TakenApps;
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
import dev.paastis.server.config.Configuration;
import dev.paastis.server.policy.PolicyDesk;
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
  private final PolicyDesk policies;
  private final Loops loops;
  private volatile boolean running;

  EngineRunner(Parts parts, PolicyDesk policies, Loops loops) {
    this.parts = parts;
    this.policies = policies;
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

  /**
   * Its accounts.
   *
   * @param file those that the file declares
   * @param book those that people added
   * @param open all of them
   * @param taken makes the apps taken over on platforms the known ones
   * @param rounds discovers them
   */
  record Accounts(
      FileAccounts file,
      AccountBook book,
      OpenAccounts open,
      TakenApps taken,
      DiscoveryRounds rounds) {}

  @Override
  public void start() {
    parts.liveness().register();
    parts.accounts().book().openAll(EngineRunner::notOpened);
    declare();
    parts.apps().all().forEach(parts.lifecycle()::publish);
    policies.onRegrouping(this::regroup);
    policies.reload(); // groups that people made name the apps that are known now
    parts.others().follow(parts.accounts().book()::refresh, policies::reload);
    watch();
    parts.accounts().file().local().forEach(this::discoverNow);
    var _ = parts.accounts().rounds().runDue(); // platforms answer when they do
    int taken = parts.reconciler().takeUp(parts.liveness()::alive);
    if (taken > 0) {
      LOG.info("taking up {} operations that were left half done", taken);
    }
    if (parts.launch().ports().listens()) {
      bind();
    }
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
    parts.accounts().open().close();
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

  private void bind() {
    parts.gateway().bind();
    Configuration.ForwardAuth asked = parts.launch().configuration().gateway().forwardAuth();
    if (asked != null) {
      parts.gateway().bindForwardAuth(asked.port(), asked.grace());
    }
  }

  /** Begins to hold every account that is due against its provider. */
  void discover() {
    var _ = parts.accounts().rounds().runDue();
  }

  /** Groups are kept with the apps: those that have changed are stored and told. */
  private void regroup() {
    declare();
    parts.apps().all().forEach(parts.lifecycle()::publish);
  }

  private void discoverNow(Account account) {
    parts.accounts().open().find(account.id()).ifPresent(parts.accounts().rounds()::discover);
  }

  private static void notOpened(StoredAccount stored, String why) {
    LOG.error("account={} cannot be opened: {}", stored.account().name(), why);
  }

  /** What a platform tells by itself is looked into at once, on a thread that may block. */
  private void watch() {
    OpenAccounts open = parts.accounts().open();
    open.all().forEach(this::watch);
    open.listen(this::watch);
  }

  private void watch(Opened opened) {
    Account account = opened.account();
    opened
        .provider()
        .watch(ref -> Thread.ofVirtual().name("watch-" + ref).start(() -> check(account, ref)));
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

  /**
   * The apps that the file declares, and those taken over on platforms, become the known ones;
   * accounts that are nowhere any more lose theirs.
   */
  private void declare() {
    Set<UUID> known = new HashSet<>();
    FileAccounts file = parts.accounts().file();
    for (Account account : file.local()) {
      known.add(account.id());
      parts.apps().declare(account, file.declaredOn(account), parts.lifecycle().now());
    }
    for (Account account : file.onPlatforms()) {
      known.add(account.id());
      parts.accounts().taken().declare(account, file.production(account));
    }
    for (StoredAccount stored : parts.accounts().book().all()) {
      known.add(stored.account().id());
      parts.accounts().taken().declare(stored.account(), stored.production());
    }
    for (TrackedApp app : parts.apps().all()) {
      if (!known.contains(app.app().account().id())) {
        forget(app.app().account());
        known.add(app.app().account().id());
      }
    }
  }

  /** Nobody here can wake its apps any more, so who left them asleep is told. */
  private void forget(Account account) {
    long asleep =
        parts.apps().all().stream()
            .filter(app -> app.app().account().id().equals(account.id()))
            .filter(app -> app.state() instanceof AppState.Asleep)
            .count();
    if (asleep > 0 && !account.provider().equals(Account.LOCAL)) {
      LOG.warn(
          "account={} is no longer in the file and leaves {} apps asleep at {}; put it back and"
              + " run: paastis wake-all --account {}",
          account.name(),
          asleep,
          account.provider(),
          account.name());
    }
    parts.apps().declare(account, List.of(), parts.lifecycle().now());
  }

  private void sleepAll() {
    Cause cause = Cause.of(Cause.Kind.PERSON, "Paastis was stopped");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (TrackedApp app : parts.directory().all()) {
        if (app.state() instanceof AppState.Awake
            && app.app().account().provider().equals(Account.LOCAL)) {
          threads.execute(() -> {
            var _ = parts.sleeper().sleep(app.id(), cause);
          });
        }
      }
    }
  }
}
