// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.app.AppId;
import dev.paastis.app.AppState;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Upstream;
import dev.paastis.gateway.activity.Activity;
import dev.paastis.gateway.forward.Breakers;
import dev.paastis.gateway.forward.Egress;
import dev.paastis.gateway.forward.UpstreamLimits;
import dev.paastis.gateway.forward.UpstreamPool;
import dev.paastis.gateway.forward.UpstreamPools;
import dev.paastis.gateway.hold.HoldQueue;
import dev.paastis.gateway.observe.Figures;
import dev.paastis.gateway.observe.Observation;
import dev.paastis.gateway.observe.Observatory;
import dev.paastis.gateway.resolve.AddressBlocks;
import dev.paastis.gateway.resolve.AddressGuard;
import dev.paastis.gateway.resolve.Reach;
import dev.paastis.gateway.route.Alias;
import dev.paastis.gateway.route.IgnoreMatcher;
import dev.paastis.gateway.route.IgnoreRules;
import dev.paastis.gateway.route.Route;
import dev.paastis.gateway.route.RoutingTable;
import dev.paastis.gateway.rule.RouteRules;
import dev.paastis.gateway.tls.TlsSettings;
import dev.paastis.pause.Gateways;
import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeEstimate;
import dev.paastis.wake.Wakes;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The gateway: forwards requests to apps that are awake, and holds or answers those of apps that
 * are not. Safe for use by many threads; {@link #close()} ends it and may be called twice.
 */
public final class GatewayServer implements Gateways, AutoCloseable {
  private final GatewaySettings settings;
  private final Ticker ticker;
  private final InstantSource clock;
  private final RoutingTable table;
  private final HoldQueue queue;
  private final Reception reception;
  private final Gatekeeper gatekeeper;
  private final Breakers breakers;
  private final Workers workers;

  /** For requests that went another way; a matcher belongs to one thread at a time. */
  private final IgnoreMatcher elsewhere;

  private volatile @Nullable Observatory observatory;
  private @Nullable Channel listening;
  private @Nullable Channel securely;
  private @Nullable TlsSettings tls;
  private @Nullable Channel asked;

  private GatewayServer(GatewaySettings settings, Wakes wakes, Ticker ticker, InstantSource clock) {
    this.settings = settings;
    this.ticker = ticker;
    this.clock = clock;
    this.table = new RoutingTable(settings.domain());
    this.elsewhere = new IgnoreMatcher(settings.ignore());
    this.queue = new HoldQueue(settings.hold(), wakes, ticker);
    this.reception = new Reception(queue, ticker);
    this.gatekeeper = new Gatekeeper(table);
    this.breakers = new Breakers(ticker);
    this.workers = new Workers(settings.eventLoops());
  }

  /**
   * Starts a gateway that knows no app yet.
   *
   * @param wakes asked, on virtual threads, to wake apps
   * @throws PortTakenException when the port cannot be used
   */
  public static GatewayServer start(
      GatewaySettings settings, Wakes wakes, Ticker ticker, InstantSource clock) {
    GatewayServer server = create(settings, wakes, ticker, clock);
    server.bind();
    return server;
  }

  /**
   * Makes a gateway that does not listen yet, so that its routes can be published before the first
   * request comes.
   *
   * @param wakes asked, on virtual threads, to wake apps
   */
  public static GatewayServer create(
      GatewaySettings settings, Wakes wakes, Ticker ticker, InstantSource clock) {
    return create(settings, wakes, ticker, clock, Egress.system(ticker));
  }

  /**
   * Makes a gateway that does not listen yet and finds and trusts apps in a way of its own.
   *
   * @param wakes asked, on virtual threads, to wake apps
   */
  public static GatewayServer create(
      GatewaySettings settings, Wakes wakes, Ticker ticker, InstantSource clock, Egress egress) {
    GatewayServer server = new GatewayServer(settings, wakes, ticker, clock);
    server.workers.create(loop -> server.newWorker(loop, egress));
    server.observe(Observation.NONE);
    server.workers.start();
    return server;
  }

  /** Listens for TLS as well, from {@link #bind} on. */
  public void secure(TlsSettings settings) {
    tls = settings;
  }

  /**
   * Begins to listen.
   *
   * @throws PortTakenException when a port cannot be used
   */
  public void bind() {
    TlsSettings secured = tls;
    if (secured != null) {
      Parts parts = parts(Entrance.secured(), null);
      securely =
          workers.listen(secured.port(), new GatewayPipeline(parts, workers.byLoop(), secured));
    }
    Parts parts = parts(Entrance.clear(secured, tlsPort()), null);
    listening = workers.listen(settings.port(), new GatewayPipeline(parts, workers.byLoop()));
  }

  /**
   * Begins to answer the questions of proxies that ask before they forward; trusted peers only.
   *
   * @param port TCP port, 0 for any free one
   * @param grace how long a request that was let through counts as under way
   * @throws PortTakenException when the port cannot be used
   */
  public void bindForwardAuth(int port, Duration grace) {
    Parts parts = parts(Entrance.clear(null, -1), new Questions(grace));
    asked = workers.listen(port, new GatewayPipeline(parts, workers.byLoop()));
  }

  private Parts parts(Entrance entrance, @Nullable Questions questions) {
    return new Parts(
        settings.timeouts(),
        new AddressBlocks(settings.trustedPeers()),
        new AddressBlocks(settings.proxyProtocol()),
        table,
        reception,
        gatekeeper,
        ticker,
        settings.upstreams(),
        entrance,
        questions);
  }

  private Worker newWorker(EventLoop loop, Egress egress) {
    AddressBlocks near = new AddressBlocks(settings.upstreams().privateAddresses());
    return new Worker(
        loop,
        ticker,
        new UpstreamPools(
            newPool(loop, egress), newPool(loop, egress.guardedBy(AddressGuard.publicAnd(near)))),
        queue.newLane(loop),
        new IgnoreMatcher(settings.ignore()));
  }

  private UpstreamPool newPool(EventLoop loop, Egress egress) {
    Timeouts timeouts = settings.timeouts();
    int share = Math.ceilDiv(settings.upstreams().connections(), settings.eventLoops());
    return new UpstreamPool(
        loop,
        ticker,
        new UpstreamLimits(timeouts.connect(), timeouts.upstreamIdle(), share),
        egress,
        breakers);
  }

  /** Has requests that begin from now on observed so; what was counted before is forgotten. */
  public void observe(Observation how) {
    Observatory begun = new Observatory(how, ticker, clock);
    queue.watch(begun);
    workers.onEach(worker -> worker.observe(begun.newLoop()));
    observatory = begun;
  }

  /** What it has counted since it began. */
  public Figures figures() {
    return Objects.requireNonNull(observatory).figures(queue.waiting());
  }

  /** The port that clients connect to. */
  public int port() {
    return portOf(listening);
  }

  /** The port that proxies ask at. */
  public int forwardAuthPort() {
    return portOf(asked);
  }

  private static int portOf(@Nullable Channel channel) {
    if (channel == null) {
      throw new IllegalStateException("the gateway is not listening");
    }
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** The port that clients connect to by TLS; 0 when there is none. */
  public int tlsPort() {
    Channel channel = securely;
    return channel == null ? 0 : portOf(channel);
  }

  /** Whether an app is bound to that very host; one that an alias leads to is not. */
  public boolean isBound(String host) {
    return table.isBound(host);
  }

  /**
   * Takes a new or newer row of an app, which is looked for on the Internet unless it is a process
   * of this machine; an older one than the gateway has is ignored.
   *
   * @param estimate how long the app takes to wake, {@code null} without history
   */
  public void publish(TrackedApp app, @Nullable WakeEstimate estimate) {
    publish(app, estimate, Reach.of(app.app().account()));
  }

  /**
   * Takes a new or newer row of an app; an older one than the gateway has is ignored.
   *
   * @param estimate how long the app takes to wake, {@code null} without history
   * @param reach at which addresses the app is looked for
   */
  public void publish(TrackedApp app, @Nullable WakeEstimate estimate, Reach reach) {
    if (app.state() instanceof AppState.Awake awake) {
      breakers.woke(awake.upstream(), Duration.between(awake.since(), clock.instant()));
    }
    queue.published(table.publish(app, estimate, reach));
  }

  /** Where apps are that are left alone for a while, as they did not take connections. */
  public List<Upstream> failing() {
    return breakers.open();
  }

  /** Forgets an app: its hosts are unknown from now on. */
  public void remove(AppId app) {
    Route gone = table.remove(app);
    if (gone != null) {
      gone.close();
      queue.removed(gone);
      Objects.requireNonNull(observatory).forget(gone.app().app().name());
    }
  }

  /** Has hosts under the domain that no app is bound to mean apps by these aliases. */
  public void alias(List<Alias> aliases) {
    table.alias(aliases);
  }

  /**
   * Notes a request of that app which went another way, unless an ignore rule names it.
   *
   * @return whether it counted: neither one that is ignored does, nor one of an unknown app
   */
  public boolean seen(AppId app, IgnoreMatcher.Asked visit) {
    Route route = table.find(app);
    if (route == null || isIgnored(visit, route)) {
      return false;
    }
    route.activity().touch(ticker.nanos());
    return true;
  }

  private boolean isIgnored(IgnoreMatcher.Asked visit, Route route) {
    synchronized (elsewhere) {
      return elsewhere.match(visit, route) != null;
    }
  }

  /** Has other requests than before neither wake an app nor keep it awake. */
  public void ignore(IgnoreRules rules) {
    synchronized (elsewhere) {
      elsewhere.replace(rules);
    }
    for (Worker worker : workers.byLoop().values()) {
      worker.loop().execute(() -> worker.ignore().replace(rules));
    }
  }

  /** Puts operators' routes in force in place of those before, all at once. */
  public void rules(RouteRules rules) {
    table.rules(rules);
  }

  /** The app that answers at a host, {@code null} when none does. */
  public @Nullable TrackedApp appAt(String host) {
    Route route = table.find(host);
    return route == null ? null : route.app();
  }

  @Override
  public @Nullable Quiet holdNewRequests(AppId app, Deadline deadline) {
    Route route = table.find(app);
    if (route == null) {
      return new Quiet(0, 0, null);
    }
    return quiet(route, route.close());
  }

  @Override
  public Quiet activity(AppId app) {
    Route route = table.find(app);
    return route == null ? new Quiet(0, 0, null) : quiet(route, route.gate().inFlight());
  }

  @Override
  public Map<AppId, Instant> drainActivity() {
    Map<AppId, Instant> last = new HashMap<>();
    for (Route route : table.all()) {
      long nanos = route.activity().drain();
      if (nanos != Activity.NEVER) {
        last.put(route.app().id(), instant(nanos));
      }
    }
    return last;
  }

  /** Every app with requests under way or held, and how it stands. */
  public Map<AppId, Quiet> busy() {
    Map<AppId, Quiet> busy = new HashMap<>();
    for (Route route : table.all()) {
      int inFlight = route.gate().inFlight();
      if (inFlight > 0 || route.activity().waiting().get() > 0) {
        busy.put(route.app().id(), quiet(route, inFlight));
      }
    }
    return busy;
  }

  private Quiet quiet(Route route, int inFlight) {
    Activity activity = route.activity();
    long last = activity.lastNanos();
    int elsewhere = activity.expects(ticker.nanos()) ? 1 : 0;
    return new Quiet(
        inFlight + elsewhere,
        activity.waiting().get(),
        last == Activity.NEVER ? null : instant(last));
  }

  private Instant instant(long nanos) {
    return clock.instant().minusNanos(ticker.nanos() - nanos);
  }

  /**
   * Stops: no new connections, held requests are refused, those under way may end within the time
   * set for it, the rest is cut off.
   */
  @Override
  public synchronized void close() {
    if (workers.isShuttingDown()) {
      return;
    }
    stopListening(listening);
    stopListening(securely);
    stopListening(asked);
    workers.onEach(Worker::drain);
    workers.awaitQuiet(settings.timeouts().drain(), ticker);
    workers.onEach(Worker::close);
    workers.stop();
  }

  private static void stopListening(@Nullable Channel channel) {
    if (channel != null) {
      channel.close().awaitUninterruptibly();
    }
  }
}
