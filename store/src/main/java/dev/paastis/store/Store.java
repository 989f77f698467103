// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.paastis.account.AccountHealth;
import dev.paastis.account.AccountRepository;
import dev.paastis.account.FoundApps;
import dev.paastis.app.Account;
import dev.paastis.app.AppId;
import dev.paastis.app.AppRepository;
import dev.paastis.app.EventLog;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.budget.Buckets;
import dev.paastis.notice.Outbox;
import dev.paastis.pause.Mornings;
import dev.paastis.savings.Ledger;
import dev.paastis.stale.StaleBook;
import dev.paastis.wake.WakeHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Everything that is kept, in one PostgreSQL database. Safe for use by many threads. While the
 * database is away every call fails within seconds with {@link StoreUnavailableException}; when it
 * returns, so do the calls, without a restart.
 */
public final class Store implements AutoCloseable {
  private final StoreSettings settings;
  private final HikariDataSource pool;
  private final AppRepository apps;
  private final EventLog events;
  private final WakeHistory wakes;
  private final Ledger ledger;
  private final AccessStore access;
  private final IdempotencyStore idempotency;
  private final SpaceStore spaces;
  private final EngineStore engines;
  private final Database database;
  private final Vault vault;
  private final AccountRepository accounts;
  private final AccountHealth health;
  private final FoundApps found;
  private final PostgresBuckets buckets;
  private final Mornings mornings;
  private final PolicyEntries policies;
  private final Outbox outbox;
  private final LinkStore links;
  private final IgnoreEntries ignored;
  private final WakeLog wakeLog;
  private final DrainEntries drains;
  private final StaleBook stale;

  private Store(StoreSettings settings, HikariDataSource pool) {
    this.settings = settings;
    this.pool = pool;
    this.database = new Database(pool, settings.url().hosts());
    this.apps = new PostgresApps(database);
    this.events = new PostgresEvents(database);
    this.wakes = new PostgresWakes(database);
    this.ledger = new PostgresLedger(database);
    this.access = new AccessStore(database, settings.clock());
    this.idempotency = new IdempotencyStore(database);
    this.spaces = new SpaceStore(database, settings.clock());
    this.engines = new EngineStore(database);
    this.vault = vault(settings, database);
    this.accounts = new PostgresAccounts(database, vault);
    this.health = new PostgresAccountHealth(database);
    this.found = new PostgresFoundApps(database);
    this.buckets = new PostgresBuckets(database);
    this.mornings = new PostgresMornings(database);
    this.policies = new PolicyEntries(database);
    this.outbox = new PostgresOutbox(database);
    this.links = new LinkStore(database, vault);
    this.ignored = new IgnoreEntries(database);
    this.wakeLog = new WakeLog(database);
    this.stale = new PostgresStale(database);
    this.drains = new DrainEntries(database);
  }

  /**
   * Brings the schema up to date, then opens the pool. Engines that start at once take turns.
   *
   * @throws StoreUnavailableException when the database is away
   * @throws IllegalArgumentException when the database refuses the user, the password or its own
   *     name
   * @throws MasterKeyException when credentials there are sealed with another master key
   */
  public static Store open(StoreSettings settings) {
    try {
      migrate(settings);
    } catch (RuntimeException e) {
      throw Outage.translateFirst(e, settings.url().hosts());
    }
    HikariDataSource pool = new HikariDataSource(poolConfig(settings));
    try {
      return new Store(settings, pool);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /** The apps and their states. */
  public AppRepository apps() {
    return apps;
  }

  /** The log of events. */
  public EventLog events() {
    return events;
  }

  /** The wakes there were. */
  public WakeHistory wakes() {
    return wakes;
  }

  /** The ledger's intervals. */
  public Ledger ledger() {
    return ledger;
  }

  /** API tokens and sign-in links. */
  public AccessStore access() {
    return access;
  }

  /** Answers to writes that may be repeated. */
  public IdempotencyStore idempotency() {
    return idempotency;
  }

  /** The spaces. */
  public SpaceStore spaces() {
    return spaces;
  }

  /** The engines on this database. */
  public EngineStore engines() {
    return engines;
  }

  /** Accounts that people added. */
  public AccountRepository accounts() {
    return accounts;
  }

  /** How the platforms take all accounts, those of the file among them. */
  public AccountHealth health() {
    return health;
  }

  /** What was found on the accounts. */
  public FoundApps found() {
    return found;
  }

  /** The budgets of calls to the platforms; each account must be stored here. */
  public Buckets buckets() {
    return buckets;
  }

  /**
   * Forgets buckets that are full and that nobody changed since then.
   *
   * @return how many
   */
  public int purgeBuckets(Instant unchangedSince) {
    return buckets.purge(unchangedSince, settings.clock().instant());
  }

  /** What waits for the end of a window. */
  public Mornings mornings() {
    return mornings;
  }

  /** Rules, windows and groups that people made. */
  public PolicyEntries policies() {
    return policies;
  }

  /** Log drains. */
  public DrainEntries drains() {
    return drains;
  }

  /** Ignore rules that people made. */
  public IgnoreEntries ignored() {
    return ignored;
  }

  /** The wakes there were, one by one. */
  public WakeLog wakeLog() {
    return wakeLog;
  }

  /** Review apps that nobody uses any more. */
  public StaleBook stale() {
    return stale;
  }

  /** What seals the credentials. */
  public Vault vault() {
    return vault;
  }

  /**
   * The account of that name in the space, made when there is none.
   *
   * @throws IllegalArgumentException when there is one at another provider or in another region, or
   *     that people added
   */
  public Account ensureAccount(SpaceId space, String provider, String region, String name) {
    return spaces.ensureAccount(space, provider, region, name);
  }

  /** The pool itself, for libraries that bring their own queries. */
  public DataSource dataSource() {
    return pool;
  }

  /**
   * Follows the changes of apps, by whichever engine, on a connection and a thread of their own.
   *
   * @param changed told of each app that was added, changed, pinned or removed
   * @param resync told whenever the feed begins to follow, at first and after each interruption:
   *     changes from before may have been missed, so read everything again
   */
  public ChangeFeed changes(Consumer<AppId> changed, Runnable resync) {
    return changes(changed, _ -> {}, () -> {}, resync);
  }

  /**
   * Follows the changes of apps, of accounts that people added, and of rules that people made.
   *
   * @param changed told of each app that was added, changed, pinned or removed
   * @param accountChanged told of each account that was added, rotated, marked or removed
   * @param policiesChanged told when rules, windows or groups changed
   * @param resync told whenever the feed begins to follow, at first and after each interruption
   */
  public ChangeFeed changes(
      Consumer<AppId> changed,
      Consumer<UUID> accountChanged,
      Runnable policiesChanged,
      Runnable resync) {
    ChangeFeed.Listener listener =
        new ChangeFeed.Listener(changed, accountChanged, policiesChanged, resync);
    return ChangeFeed.start(settings, listener);
  }

  /** Messages on their way. */
  public Outbox outbox() {
    return outbox;
  }

  /** Links in messages. */
  public LinkStore links() {
    return links;
  }

  /** Whether the database answers now; takes at most a few seconds. */
  public boolean available() {
    try {
      return database.read(handle -> handle.select("SELECT 1").mapTo(Integer.class).one() == 1);
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  /** Closes the pool; feeds are closed by those who started them. */
  @Override
  public void close() {
    pool.close();
  }

  private static Vault vault(StoreSettings settings, Database database) {
    @Nullable MasterKey key = settings.masterKey();
    return key == null
        ? Vault.without(database)
        : Vault.open(database, key, settings.clock().instant());
  }

  private static void migrate(StoreSettings settings) {
    Flyway.configure()
        .dataSource(settings.url().dataSource())
        .locations("classpath:db/migration")
        .load()
        .migrate();
  }

  /**
   * The pool hands out a connection or fails within the wait; the server ends statements, waits for
   * locks and forgotten transactions by itself; and should the server hang with all that, the
   * socket gives up last.
   */
  private static HikariConfig poolConfig(StoreSettings settings) {
    long statementMillis = settings.statementTimeout().toMillis();
    PGSimpleDataSource source = settings.url().dataSource();
    source.setSocketTimeout((int) Duration.ofMillis(statementMillis).plusSeconds(3).toSeconds());
    HikariConfig config = new HikariConfig();
    config.setPoolName("paastis");
    config.setDataSource(source);
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(Math.min(2, settings.poolSize()));
    config.setConnectionTimeout(settings.connectionWait().toMillis());
    config.setValidationTimeout(Math.min(1000, settings.connectionWait().toMillis()));
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(
        "SET statement_timeout = %1$d; SET lock_timeout = %1$d; SET idle_in_transaction_session_timeout = %2$d"
            .formatted(statementMillis, 2 * statementMillis));
    return config;
  }
}
