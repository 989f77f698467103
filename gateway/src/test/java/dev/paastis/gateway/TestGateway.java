// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.Formation;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Upstream;
import dev.paastis.gateway.forward.Egress;
import dev.paastis.gateway.tls.TlsSettings;
import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeEstimate;
import dev.paastis.wake.WakeOutcome;
import dev.paastis.wake.Wakes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A gateway with one app, {@code hello}, whose wakes the test decides. */
final class TestGateway implements AutoCloseable {
  static final String HOST = "hello.localhost";

  private static final Instant THEN = Instant.parse("2026-11-20T00:00:00Z");

  private final App app = app("hello", List.of("www.hello.example"));
  private final List<Cause> causes = new CopyOnWriteArrayList<>();
  private final CompletableFuture<WakeOutcome> outcome = new CompletableFuture<>();
  private final GatewayServer server;
  private volatile WakeOutcome.@Nullable NotNow pause;
  private volatile boolean toldAtOnce = true;
  private volatile boolean outOfTouch;
  private long version;

  TestGateway() {
    this(settings -> settings);
  }

  TestGateway(UnaryOperator<GatewaySettings> change) {
    this(change, Egress.system(Ticker.system()));
  }

  TestGateway(UnaryOperator<GatewaySettings> change, Egress egress) {
    this(change, egress, null);
  }

  /** A gateway that also listens for TLS. */
  TestGateway(TlsSettings tls) {
    this(settings -> settings, Egress.system(Ticker.system()), tls);
  }

  private TestGateway(
      UnaryOperator<GatewaySettings> change, Egress egress, @Nullable TlsSettings tls) {
    GatewaySettings settings =
        change.apply(GatewaySettings.defaults().withPort(0).withEventLoops(2));
    server =
        GatewayServer.create(
            settings, new TestWakes(), Ticker.system(), InstantSource.system(), egress);
    if (tls != null) {
      server.secure(tls);
    }
    server.bind();
  }

  /** Wakes that end as the test says. */
  private final class TestWakes implements Wakes {
    @Override
    public WakeOutcome wake(AppId id, Cause cause) {
      causes.add(cause);
      WakeOutcome told = told(cause);
      return told == null ? outcome.join() : told;
    }

    @Override
    public Optional<WakeOutcome> refused(AppId id, boolean clicked) {
      return toldAtOnce && pause != null && !(clicked && pause.reason() == WakeOutcome.Reason.CLICK)
          ? Optional.of(pause)
          : Optional.empty();
    }

    @Override
    public boolean outOfTouch() {
      return outOfTouch;
    }

    private @Nullable WakeOutcome told(Cause cause) {
      WakeOutcome.NotNow why = pause;
      boolean clicked = cause.details().containsKey(Wakes.CLICKED);
      return why != null && why.reason() == WakeOutcome.Reason.CLICK && clicked ? null : why;
    }
  }

  /** Has the engine be out of reach, so that what is known may be old. */
  TestGateway outOfTouch() {
    outOfTouch = true;
    return this;
  }

  /** Has a window pause the app. */
  TestGateway paused(WakeOutcome.NotNow why) {
    pause = why;
    return this;
  }

  /** Has a window pause the app, which a gateway hears from a far engine only. */
  TestGateway pausedFarAway(WakeOutcome.NotNow why) {
    toldAtOnce = false;
    return paused(why);
  }

  static App app(String name, List<String> hosts) {
    Account account =
        new Account(UUID.randomUUID(), new SpaceId(UUID.randomUUID()), "local", "local", "local");
    AppId id = new AppId(UUID.randomUUID());
    return new App(id, account, name, name, hosts, AppSettings.DEFAULT, null);
  }

  static TrackedApp row(App app, long version, AppState state) {
    return new TrackedApp(app, version, state, null, null);
  }

  static AppState awakeAt(Upstream upstream) {
    return new AppState.Awake(THEN, upstream, Formation.EMPTY);
  }

  TestGateway awake(RawUpstream upstream) {
    return publish(awakeAt(upstream.address()));
  }

  TestGateway asleep() {
    return asleep(null);
  }

  TestGateway asleep(@Nullable WakeEstimate estimate) {
    server.publish(row(app, ++version, new AppState.Asleep(THEN, Formation.EMPTY)), estimate);
    return this;
  }

  TestGateway publish(AppState state) {
    server.publish(row(app, ++version, state), null);
    return this;
  }

  /** Ends the wake under way, and all later ones, like that. */
  void wakesEnd(WakeOutcome how) {
    outcome.complete(how);
  }

  /** Has the wake under way break. */
  void wakesBreak() {
    outcome.completeExceptionally(new IllegalStateException("broken on purpose"));
  }

  void publishOlder(AppState state) {
    server.publish(row(app, version - 1, state), null);
  }

  void publishAgain(RawUpstream upstream) {
    server.publish(row(app, version, awakeAt(upstream.address())), null);
  }

  List<Cause> wakes() {
    return causes;
  }

  GatewayServer server() {
    return server;
  }

  AppId id() {
    return app.id();
  }

  int inFlight() {
    return server.activity(app.id()).inFlight();
  }

  int waiting() {
    return server.activity(app.id()).waiting();
  }

  /** Closes the route as the sleeper does, and says what is still under way. */
  int holdNewRequests() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(5), Ticker.system());
    return Objects.requireNonNull(server.holdNewRequests(app.id(), deadline)).inFlight();
  }

  RawClient client() {
    return new RawClient(server.port());
  }

  /** Answers questions of proxies as well. */
  TestGateway asked(Duration grace) {
    server.bindForwardAuth(0, grace);
    return this;
  }

  /** A proxy that asks. */
  RawClient proxy() {
    return new RawClient(server.forwardAuthPort());
  }

  @Override
  public void close() {
    outcome.complete(new WakeOutcome.NoSuchApp());
    server.close();
  }
}
