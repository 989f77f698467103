// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import dev.paastis.app.Account;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.AppLifecycle.What;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Operation;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every use case of an engine works with: who acts, on which apps, by which providers, and
 * which operations this process has under way. Safe for use by many threads.
 */
public final class Control {
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(60);
  private static final Duration STORE_RETRY = Duration.ofMillis(250);
  private static final Duration DRAIN_LOOK = Duration.ofMillis(20);

  private static final Wall NOTHING_IS_STOPPED =
      Wall.standing("only a provider asked for one app may stop it");

  private final EngineId engine;
  private final AppLifecycle lifecycle;
  private final AppDirectory directory;
  private final Providers providers;
  private final Ticker ticker;
  private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

  /** Puts an engine's collaborators together. */
  public Control(
      EngineId engine,
      AppLifecycle lifecycle,
      AppDirectory directory,
      Providers providers,
      Ticker ticker) {
    this.engine = engine;
    this.lifecycle = lifecycle;
    this.directory = directory;
    this.providers = providers;
    this.ticker = ticker;
  }

  /** Who acts. */
  public EngineId engine() {
    return engine;
  }

  /** Applies transitions. */
  public AppLifecycle lifecycle() {
    return lifecycle;
  }

  /** Knows the apps. */
  public AppDirectory directory() {
    return directory;
  }

  /** Measures elapsed time. */
  public Ticker ticker() {
    return ticker;
  }

  /**
   * The provider of the app's account. A fault of its own comes back as an unknown outcome, and a
   * stop of a production app as a refusal, also when it was marked after the row was read.
   */
  public Provider providerOf(TrackedApp app) {
    Supplier<@Nullable Wall> wall = () -> directory.find(app.id()).orElse(app).app().wall();
    return new ContainedProvider(providers.of(app.app().account()), wall);
  }

  /** The provider of an account, to be asked about all its apps. */
  public Provider providerOf(Account account) {
    return new ContainedProvider(providers.of(account), () -> NOTHING_IS_STOPPED);
  }

  /** How many apps of an account are put to sleep at once. */
  public int sleepsAtOnce(Account account) {
    return providers.sleepsAtOnce(account);
  }

  /** A new operation of this engine, under way until {@link #end}. */
  public Operation begin(Cause cause) {
    Operation operation = new Operation(UUID.randomUUID(), engine, lifecycle.now(), cause);
    underWay.add(operation.id());
    return operation;
  }

  /** The operation is over, one way or another. */
  public void end(Operation operation) {
    underWay.remove(operation.id());
  }

  /** Whether this process is carrying the operation out. */
  public boolean isUnderWay(Operation operation) {
    return underWay.contains(operation.id());
  }

  /** Whether the operation was begun by this engine. */
  public boolean isMine(Operation operation) {
    return operation.engine().equals(engine);
  }

  /** Waits until no operation is under way any more; false when the deadline came first. */
  public boolean awaitQuiet(Deadline deadline) throws InterruptedException {
    while (!underWay.isEmpty()) {
      if (deadline.expired()) {
        return false;
      }
      ticker.pause(deadline.atMost(DRAIN_LOOK));
    }
    return true;
  }

  /**
   * Stores the end of an operation. The provider has acted already, so a store that is away for a
   * while is waited for; what cannot be stored even then is taken up later, since the row still
   * names the operation.
   *
   * @return the row as it now stands, or empty when the operation was taken up by somebody else
   */
  public Optional<TrackedApp> finish(TrackedApp from, AppState next, What what)
      throws InterruptedException {
    return patiently(() -> lifecycle.apply(from, next, what));
  }

  /**
   * Whether the row is still the operation's own, by the store's word. Asked right before something
   * is stopped: an engine that stood still for long may have been taken for dead, and the app may
   * be somebody else's by now.
   */
  public boolean stillHolds(TrackedApp row) throws InterruptedException {
    return reread(row).filter(now -> now.version() == row.version()).isPresent();
  }

  /** The row as the store has it now; a store that is away for a while is waited for. */
  public Optional<TrackedApp> reread(TrackedApp row) throws InterruptedException {
    return patiently(() -> lifecycle.reload(row));
  }

  private <T> T patiently(Supplier<T> call) throws InterruptedException {
    Deadline patience = Deadline.after(STORE_PATIENCE, ticker);
    while (true) {
      try {
        return call.get();
      } catch (StoreUnavailableException e) {
        if (patience.expired()) {
          throw e;
        }
        ticker.pause(STORE_RETRY);
      }
    }
  }
}
