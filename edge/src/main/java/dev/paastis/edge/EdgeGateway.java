// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.api.GatewaySettingsView;
import dev.paastis.api.RouteLine;
import dev.paastis.app.AppId;
import dev.paastis.edge.wire.GarbledException;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.GatewaySettings;
import dev.paastis.gateway.observe.AccessLog;
import dev.paastis.gateway.observe.Figures;
import dev.paastis.gateway.observe.Observation;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The gateway with everything that follows the engine. It serves as soon as a complete snapshot is
 * known, be it the engine's or that of its last run. Safe for use by many threads.
 */
final class EdgeGateway implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EdgeGateway.class.getName());
  private static final Duration SILENCE = Duration.ofSeconds(15);
  private static final Duration SNAPSHOT_EVERY = Duration.ofSeconds(2);

  private final EdgeOptions options;
  private final Ticker ticker;
  private final InstantSource clock;
  private final SnapshotFile file;
  private final Link link;
  private final FollowedRoutes routes;
  private final FarWakes wakes;
  private final Reporter reporter;
  private final Follower follower;
  private final @Nullable EdgeCertificates certificates;
  private final @Nullable AccessLog log;
  private final CompletableFuture<GatewayServer> serving = new CompletableFuture<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile Duration forwardAuthGrace = Duration.ofMinutes(1);
  private volatile boolean ending;
  private volatile boolean abandoned;
  private volatile boolean tookLeave;

  EdgeGateway(EdgeOptions options, String name, EdgeHome home, InstantSource clock, Ticker ticker)
      throws IOException {
    this.options = options;
    this.ticker = ticker;
    this.clock = clock;
    this.file = home.snapshot();
    this.link = new Link(ticker);
    EngineClient engine = new EngineClient(options.engine(), options.tokenFile());
    this.routes = new FollowedRoutes(this::make);
    this.wakes = new FarWakes(engine, link, routes::lastKnownUpstream, ticker);
    UUID id = home.identity();
    this.reporter =
        new Reporter(engine, id.toString(), () -> routes.gateway().orElse(null), clock, ticker);
    var settings = new Follower.Settings(id.toString(), name, options.space(), SILENCE, ticker);
    this.follower = new Follower(engine, routes, link, settings, new Told());
    EdgeOptions.Tls tls = options.around().tls();
    this.certificates = tls == null ? null : new EdgeCertificates(tls, clock, ticker);
    AccessLog.Target target = options.around().log();
    this.log = target == null ? null : AccessLog.open(target, ticker);
  }

  private final class Told implements Follower.Listener {
    @Override
    public void complete() {
      serve();
    }

    /** Written down at once: a start without engine must not fall back behind a new guard. */
    @Override
    public void ruled() {
      writeSnapshot();
    }

    @Override
    public void asked(long number, AppId app) {
      reporter.asked(number, app);
    }

    /** Whoever serves already goes on: what was awake is awake, whatever became of the token. */
    @Override
    public void refused(RefusedException why) {
      serving.completeExceptionally(why);
    }
  }

  /** Begins: with the last snapshot if there is one, and with following the engine. */
  void start() {
    List<RouteLine> last = file.read();
    try {
      for (RouteLine line : last) {
        routes.accept(line);
      }
      if (!last.isEmpty()) {
        serve();
      }
    } catch (GarbledException e) {
      LOG.log(System.Logger.Level.WARNING, "the snapshot is of no use: {0}", e.getMessage());
      routes.distrust();
    }
    if (certificates != null) {
      run("certificates", certificates);
    }
    run("follow", follower);
    run("report", reporter);
    run("snapshot", this::keepSnapshot);
  }

  /** Done when requests are served; fails when the engine refuses this gateway before that. */
  CompletableFuture<GatewayServer> serving() {
    return serving;
  }

  /** Whether the engine is heard. */
  boolean hearsTheEngine() {
    return link.isUp();
  }

  /** Whether requests are served. */
  boolean serves() {
    return serving.isDone() && !serving.isCompletedExceptionally() && !ending;
  }

  /** Gives up before it served anybody. */
  void abandon() {
    abandoned = true;
    threads.forEach(Thread::interrupt);
  }

  /** Whether the engine knows that it has ended; told by itself, since nothing logs that late. */
  boolean tookLeave() {
    return tookLeave;
  }

  boolean abandoned() {
    return abandoned;
  }

  /** What it has counted; empty while nothing is known. */
  Optional<Figures> figures() {
    return routes.gateway().map(GatewayServer::figures);
  }

  /** How many apps it knows. */
  int size() {
    return routes.size();
  }

  /**
   * Ends in order: no new connections, requests under way end within their time, then the engine is
   * told that nobody is here any more.
   */
  @Override
  public void close() {
    if (ending) {
      return;
    }
    ending = true;
    routes.gateway().ifPresent(GatewayServer::close);
    boolean heard = link.isUp(); // asked before the thread that follows ends, and the link with it
    threads.forEach(Thread::interrupt);
    tookLeave = heard && reporter.leave();
    writeSnapshot();
    if (log != null) {
      log.close();
    }
  }

  private GatewayServer make(GatewaySettingsView told) {
    GatewaySettings settings = Making.settings(told, options);
    GatewayServer server = GatewayServer.create(settings, wakes, ticker, clock);
    server.observe(new Observation(log, null, 0, told.appFigures()));
    if (certificates != null) {
      certificates.look();
      server.secure(certificates.settings(told.https()));
    }
    forwardAuthGrace = Duration.ofMillis(told.network().forwardAuthGraceMillis());
    if (options.around().forwardAuthPort() != null && settings.trustedPeers().isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "no proxy may ask at --forward-auth-port: name those that may with --trusted-peers");
    }
    return server;
  }

  private void serve() {
    GatewayServer server = routes.gateway().orElseThrow();
    synchronized (serving) {
      if (!serving.isDone()) {
        try {
          server.bind();
          Integer asked = options.around().forwardAuthPort();
          if (asked != null) {
            server.bindForwardAuth(asked, forwardAuthGrace);
          }
          serving.complete(server);
        } catch (RuntimeException e) {
          serving.completeExceptionally(e);
        }
      }
    }
  }

  private void run(String name, Runnable work) {
    threads.add(Thread.ofVirtual().name(name).start(work));
  }

  private void keepSnapshot() {
    long written = 0;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        ticker.pause(SNAPSHOT_EVERY);
        long changes = routes.changes();
        if (changes != written && writeSnapshot()) {
          written = changes;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean writeSnapshot() {
    List<RouteLine> lines = routes.lines();
    if (lines.isEmpty()) {
      return false;
    }
    try {
      file.write(lines);
      return true;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the snapshot cannot be written: {0}", e.toString());
      return false;
    }
  }
}
