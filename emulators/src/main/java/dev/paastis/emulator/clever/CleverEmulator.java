// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.EmulatedPlatform;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.Endpoint;
import dev.paastis.emulator.Router;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Clever Cloud on this machine. Its two addresses are the bridge, which takes API tokens, and the
 * API proper, which takes only calls signed by OAuth 1.0a. A started app needs the pace's {@code
 * start} to get its machines and the pace's {@code boot} until its deployment is over and it
 * listens. Methods that name an app take its id or its name.
 */
public final class CleverEmulator extends EmulatedPlatform {
  /** Consumer key of signed calls. */
  public static final String CONSUMER_KEY = "emulated-consumer";

  /** Consumer secret of signed calls. */
  public static final String CONSUMER_SECRET = "emulated-consumer-secret";

  /** User token of signed calls; it ends after 90 days. */
  public static final String USER_TOKEN = "emulated-user";

  /** Token secret of signed calls. */
  public static final String USER_SECRET = "emulated-user-secret";

  /** The user's password, with which further API tokens are made. */
  public static final String PASSWORD = "emulated-password";

  private static final BigDecimal DATABASE_PER_HOUR = new BigDecimal("0.01069");
  private static final List<Wire.Addon> ADDONS =
      List.of(new Wire.Addon("addon_9", "postgresql_9", "db", "postgresql-addon"));

  private final Platform platform;
  private final Webhooks webhooks;
  private final Access access;
  private final Members members = new Members();
  private final Endpoint bridge;
  private final Endpoint signed;

  private CleverEmulator(EmulatorSettings settings) {
    super(settings);
    this.webhooks = new Webhooks(deliveries(), settings.clock());
    this.platform = new Platform(settings, timeline(), bill(), webhooks);
    this.access = new Access(settings.token(), settings.clock());
    this.bridge = endpoint(settings.port());
    this.signed = endpoint(0);
  }

  /** Starts the platform. Nothing happens by itself until {@link #drive()} or {@link #runDue()}. */
  public static CleverEmulator start(EmulatorSettings settings) {
    CleverEmulator emulator = new CleverEmulator(settings);
    Fleet.settle(emulator.platform, settings);
    ADDONS.forEach(addon -> emulator.bill().price(addon.id(), DATABASE_PER_HOUR));
    emulator.serve();
    return emulator;
  }

  @Override
  public URI api() {
    return bridge.uri();
  }

  /** The API proper, which refuses API tokens. */
  public URI signedApi() {
    return signed.uri();
  }

  /** The last calls as {@code METHOD path}, oldest first. */
  public List<String> calls() {
    return lastCalls();
  }

  /** How many deployments were ordered so far, by whomever. */
  public long starts() {
    return platform.starts();
  }

  /** Ids of all apps. */
  public List<String> apps() {
    return platform.apps().stream().map(HostedApp::id).toList();
  }

  /** Id of the app of that name. */
  public String id(String app) {
    return platform.app(app).id();
  }

  /** The bounds between which an app scales. */
  public Scaling formation(String app) {
    return platform.alone(() -> platform.app(app).scaling());
  }

  /** Somebody else sets other bounds. */
  public void changeFormation(String app, Scaling scaling) {
    platform.rescale(platform.app(app), scaling);
  }

  /** From now on its deployments fail. */
  public void failBoots(String app) {
    change(app, hosted -> hosted.boots(HostedApp.Boot.FAIL));
  }

  /** From now on its deployments never end. */
  public void hangBoots(String app) {
    change(app, hosted -> hosted.boots(HostedApp.Boot.HANG));
  }

  /** From now on its deployments succeed again. */
  public void mendBoots(String app) {
    change(app, hosted -> hosted.boots(HostedApp.Boot.FINE));
  }

  /** From now on its starts get this answer. */
  public void refuseStart(String app, Answer answer) {
    change(app, hosted -> hosted.refuseStart(answer));
  }

  /** Its machines are gone though it should be up. */
  public void crash(String app) {
    change(app, HostedApp::crash);
  }

  /**
   * The platform suspends it.
   *
   * @param state {@code MODERATED} or {@code DEFAULT_OF_PAYMENT}
   */
  public void suspend(String app, String state) {
    change(app, hosted -> hosted.suspend(state));
  }

  /** It is kept but can no longer be used. */
  public void archive(String app) {
    change(app, HostedApp::archive);
  }

  /** It runs a task and stops by itself. */
  public void makeTask(String app) {
    change(app, HostedApp::makeTask);
  }

  /** Its old machines go before the new ones come. */
  public void restartWithDowntime(String app) {
    change(app, HostedApp::restartWithDowntime);
  }

  /** It was made and never deployed. */
  public void forgetDeployments(String app) {
    change(app, hosted -> hosted.deployments().clear());
  }

  /** Somebody else starts or redeploys it. */
  public void deploy(String app) {
    var _ = platform.deploy(platform.app(app));
  }

  /** Somebody else stops it. */
  public void undeploy(String app) {
    platform.undeploy(platform.app(app));
  }

  /** Somebody else renames it; its host is of its id and stays. */
  public void rename(String app, String name) {
    change(app, hosted -> hosted.rename(name));
  }

  /** Name of the app of that id. */
  public String name(String app) {
    return platform.app(app).identity().name();
  }

  /** It is given to an organisation of which the user is no member. */
  public void giveAway(String app) {
    change(app, hosted -> hosted.transfer(Routes.SOMEBODY_ELSE));
  }

  /** It is given to the owner of another app. */
  public void transfer(String app, String ownersApp) {
    String owner = platform.app(ownersApp).identity().owner();
    change(app, hosted -> hosted.transfer(owner));
  }

  /** Somebody else deletes it. */
  public void deleteApp(String app) {
    platform.delete(platform.app(app));
  }

  /**
   * The user has another role in the organisation of that app.
   *
   * @param role {@code ADMIN}, {@code MANAGER}, {@code DEVELOPER}, {@code ACCOUNTING} or {@code
   *     READ_ONLY}
   */
  public void role(String app, String role) {
    members.role(platform.app(app).identity().owner(), role);
  }

  /** The API token or user token is worth nothing any more. */
  public void revoke(String token) {
    access.revoke(token);
  }

  /** An API token or user token that was revoked is good again. */
  public void readmit(String token) {
    access.readmit(token);
  }

  /** The API token or user token ends then. */
  public void expire(String token, Instant at) {
    access.expire(token, at);
  }

  @Override
  protected Router.Front front(String host) {
    return platform.front(host);
  }

  @Override
  protected Answer serverError() {
    return Errors.internal();
  }

  @Override
  protected void stop() {
    bridge.close();
    signed.close();
    platform.silence();
  }

  static List<Wire.Addon> addonsOf(String owner) {
    return owner.equals(Fleet.AGENCY) ? ADDONS : List.of();
  }

  private void serve() {
    Routes routes = new Routes(platform, access, members);
    bridge.filter(access::onBridge);
    signed.filter(access::onApi);
    routes.addTo(bridge);
    routes.addTo(signed);
    webhooks.route(bridge);
    webhooks.route(signed);
    bridge.start();
    signed.start();
  }

  private void change(String app, Consumer<HostedApp> by) {
    platform.alone(() -> {
      HostedApp hosted = platform.app(app);
      by.accept(hosted);
      platform.settle(hosted);
      return hosted;
    });
  }
}
