// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.EmulatedPlatform;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.Endpoint;
import dev.paastis.emulator.Router;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Heroku on this machine: the Platform API, version 3, and the router of {@code herokuapp.com}. On
 * the bill an app's dynos stand under its name and its add-ons under {@code NAME add-ons}. Safe for
 * use by many threads.
 */
public final class HerokuEmulator extends EmulatedPlatform {
  private static final Duration QUIET_CHECK = Duration.ofMinutes(1);

  private final Gate gate;
  private final Platform platform;
  private final Endpoint endpoint;

  private HerokuEmulator(EmulatorSettings settings) {
    super(settings);
    gate = new Gate(settings);
    gate.grant(settings.token(), Instant.MAX);
    Webhooks webhooks = new Webhooks(deliveries(), settings.clock());
    platform =
        new Platform(new Site(timeline(), settings.pace(), bill(), settings.clock(), webhooks));
    Fleet.settle(platform, settings);
    watchForQuietApps();
    Api api = new Api(platform, gate);
    endpoint = api.on(endpoint(settings.port()));
    webhooks.route(endpoint, platform, api);
    new AddOns(platform).route(endpoint, api);
    var _ = endpoint.start();
  }

  /** A platform on which things happen as time passes. */
  public static HerokuEmulator start(EmulatorSettings settings) {
    HerokuEmulator emulator = byHand(settings);
    var _ = emulator.drive();
    return emulator;
  }

  /** A platform on which nothing happens by itself until {@link #runDue()}. */
  public static HerokuEmulator byHand(EmulatorSettings settings) {
    return new HerokuEmulator(settings);
  }

  /** Adds an app of one size with {@code web} and {@code worker}; in the region {@code eu}. */
  public void addApp(String name, int web, int worker, String size) {
    DynoSize dynoSize = size(size);
    Instant now = settings().clock().instant();
    platform.add(
        Identity.alone(name, Fleet.host(name, now), now, now),
        List.of(Fleet.row("web", web, dynoSize), Fleet.row("worker", worker, dynoSize)));
  }

  /** Adds an app to which nothing was ever deployed. */
  public void addBlankApp(String name) {
    Instant now = settings().clock().instant();
    platform.add(Identity.alone(name, Fleet.host(name, now), now, null), List.of());
  }

  /** Adds an app of a private space, which has no public host. */
  public void addInternalApp(String name) {
    Instant now = settings().clock().instant();
    platform.add(
        Identity.alone(name, null, now, now), List.of(Fleet.row("web", 1, DynoSize.PERFORMANCE_M)));
  }

  /** Web dynos of the app crash when they have booted, until {@link #mend}. */
  public void failBoots(String app) {
    platform.app(app).boots(HostedApp.Boot.CRASHES);
  }

  /** Dynos of the app never end booting, until {@link #mend}. */
  public void hangBoots(String app) {
    platform.app(app).boots(HostedApp.Boot.NEVER_ENDS);
  }

  /** Whatever would start dynos of the app gets this answer, until {@link #mend}. */
  public void refuseStart(String app, Answer answer) {
    platform.app(app).refuseStarts(answer);
  }

  /** Boots and starts succeed again. */
  public void mend(String app) {
    platform.app(app).boots(HostedApp.Boot.SUCCEEDS);
    platform.app(app).refuseStarts(null);
  }

  /** From now on that process type stays as it is, whatever an otherwise fulfilled call asks. */
  public void holdBack(String app, String type) {
    platform.app(app).holdBack(type);
  }

  /** All dynos of the type end by themselves. */
  public void crash(String app, String type) {
    platform.app(app).crash(type);
  }

  /** Somebody else scales the app. */
  public void changeFormation(String app, String type, int quantity, String size) {
    platform
        .app(app)
        .scale(List.of(new FormationUpdate(type, String.valueOf(quantity), size(size).label())));
  }

  /** A deployment brings a new process type. */
  public void addProcessType(String app, String type, int quantity, String size) {
    platform.app(app).release(Fleet.row(type, quantity, size(size)), true);
  }

  /** A deployment takes a process type away. */
  public void removeProcessType(String app, String type) {
    platform.app(app).release(Fleet.row(type, 0, DynoSize.ECO), false);
  }

  /** Somebody else switches the maintenance page on or off. */
  public void maintain(String app, boolean on) {
    platform.app(app).maintain(on);
  }

  /** Somebody else renames the app, which changes its host. */
  public void rename(String app, String name) {
    platform.rename(app, name);
  }

  /** Somebody else gives the app to an account that ours has no access to. */
  public void giveAway(String app) {
    platform.giveAway(app);
  }

  /** Somebody else deletes the app. */
  public void deleteApp(String app) {
    platform.delete(app);
  }

  /** Lets another token in for a time. */
  public void grant(String newToken, Duration expiresIn) {
    gate.grant(newToken, settings().clock().instant().plus(expiresIn));
  }

  /** Keeps a token to those scopes, for example {@code read}; without, it has {@code global}. */
  public void narrow(String narrowed, String... scopes) {
    gate.narrow(narrowed, new TreeSet<>(Set.of(scopes)));
  }

  /** A token is of no use any more. */
  public void revoke(String revoked) {
    gate.revoke(revoked);
  }

  /** Other clients of the account have left that many calls. */
  public void leaveCalls(int left) {
    gate.drain(left);
  }

  /** Calls that the account has left. */
  public int callsLeft() {
    return gate.remaining();
  }

  /** Calls that got past the token, those over the rate limit included. */
  public int callsMade() {
    return gate.made();
  }

  /** Orders that have made some formation grow so far. */
  public long starts() {
    return platform.apps().stream().mapToLong(HostedApp::starts).sum();
  }

  /** The formation as {@code web=2:Standard-1X worker=1:Standard-1X}. */
  public String formation(String app) {
    return platform.app(app).formation().stream()
        .map(row -> row.type() + "=" + row.quantity() + ":" + row.size().label())
        .collect(Collectors.joining(" "));
  }

  /** The dynos as {@code web.1 up, web.2 starting}. */
  public String dynos(String app) {
    return platform.app(app).dynos().stream()
        .map(dyno -> dyno.name() + " " + dyno.state().word())
        .collect(Collectors.joining(", "));
  }

  /** The app's name. */
  public String name(String app) {
    return platform.app(app).identity().name();
  }

  /** The app's identifier. */
  public String id(String app) {
    return platform.app(app).identity().id();
  }

  /** The public host, empty for an app without one. */
  public Optional<String> host(String app) {
    return Optional.ofNullable(platform.app(app).identity().host());
  }

  /** What the router wrote to the app's log when it showed a page of its own. */
  public List<String> routerLines(String app) {
    return platform.app(app).routerLines();
  }

  @Override
  public URI api() {
    return endpoint.uri();
  }

  @Override
  protected Router.Front front(String host) {
    return platform.front(host);
  }

  @Override
  protected Answer serverError() {
    return ApiError.body(500, "internal_server_error", "Internal server error.");
  }

  @Override
  protected void stop() {
    endpoint.close();
    platform.close();
  }

  private void watchForQuietApps() {
    timeline()
        .after(
            QUIET_CHECK,
            () -> {
              platform.apps().forEach(HostedApp::idleIfQuiet);
              watchForQuietApps();
            });
  }

  private static DynoSize size(String name) {
    return DynoSize.named(name)
        .orElseThrow(() -> new IllegalArgumentException("no dyno size is called " + name));
  }
}
