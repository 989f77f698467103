// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Bill;
import dev.paastis.emulator.EmulatedPlatform;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.Endpoint;
import dev.paastis.emulator.Router;
import dev.paastis.emulator.platformsh.Environment.Status;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Platform.sh, now sold as Upsun, on this machine. What the settings call apps are deployed
 * environments other than production, named {@code project:environment} here; each project has a
 * production environment besides, which cannot be paused until {@link #allowProduction}.
 *
 * <p>The API token is exchanged at {@code POST /oauth2/token} of the same address. Safe for use by
 * many threads.
 *
 * @see <a href="https://github.com/upsun/upsun-sdk-node">the API's description, in {@code
 *     schema}</a>
 */
public final class PlatformshEmulator extends EmulatedPlatform {
  private final World world = new World();
  private final Tokens tokens;
  private final Operations operations;
  private final Api api;
  private final Endpoint endpoint;

  private PlatformshEmulator(EmulatorSettings settings) {
    super(settings);
    this.tokens = new Tokens(settings.token(), settings.clock());
    Integrations integrations = new Integrations(deliveries());
    this.operations = new Operations(world, settings, timeline(), super.bill(), integrations);
    this.api = new Api(world, operations);
    Fleet.settle(world, settings);
    world.projects.values().forEach(p -> p.environments.values().forEach(operations::charge));
    this.endpoint = api.on(endpoint(settings.port()));
    integrations.route(endpoint, api);
    endpoint
        .filter(tokens::check)
        .filter(api::keepOut)
        .route("POST", "/oauth2/token", tokens::exchange)
        .start();
  }

  /** Starts the platform; what is ordered proceeds with {@link #drive()} or {@link #runDue()}. */
  public static PlatformshEmulator start(EmulatorSettings settings) {
    return new PlatformshEmulator(settings);
  }

  @Override
  public URI api() {
    return endpoint.uri();
  }

  /** Environments by their reference, their storage with {@code /storage} behind it. */
  @Override
  public Bill bill() {
    return super.bill();
  }

  /** Id of the organization that owns all projects. */
  public String organization() {
    return Api.ORGANIZATION;
  }

  /** A bearer as an exchange gives it. */
  public String bearer() {
    return tokens.issue();
  }

  /** How many bearers were issued. */
  public long bearersIssued() {
    return tokens.issued();
  }

  /** How many calls the API has had, exchanges included. */
  public long calls() {
    return callLog().count();
  }

  /** All environments, as {@code project:environment}, those that cannot be paused included. */
  public List<String> environments() {
    synchronized (world) {
      return world.projects.values().stream()
          .flatMap(project -> project.environments.values().stream())
          .map(Environment::ref)
          .toList();
    }
  }

  /** Types of the activities of an environment, newest first. */
  public List<String> activities(String app) {
    synchronized (world) {
      Environment environment = world.get(app);
      return environment.project.activities.stream()
          .filter(activity -> activity.environment == environment)
          .map(activity -> activity.type)
          .toList();
    }
  }

  /** The public host name of an environment. */
  public String host(String app) {
    synchronized (world) {
      return world.get(app).host();
    }
  }

  /** An API token or a bearer is worth nothing from now on. */
  public void revoke(String token) {
    tokens.revoke(token);
  }

  /** An API token that was revoked can be exchanged again. */
  public void readmit(String token) {
    tokens.readmit(token);
  }

  /** No bearer is worth anything; the API token can still be exchanged. */
  public void revokeBearers() {
    tokens.revokeBearers();
  }

  /** Bearers end that long after they are given from now on, though they tell of 15 minutes. */
  public void shortenBearers(Duration life) {
    tokens.shorten(life);
  }

  /** From now on every deployment of the environment fails, and its app does not answer. */
  public void failBoots(String app) {
    change(app, environment -> environment.failsToStart = true);
  }

  /** From now on its deployments succeed again. */
  public void mendBoots(String app) {
    change(app, environment -> environment.failsToStart = false);
  }

  /** From now on every resume of the environment gets this answer and is not carried out. */
  public void refuseStart(String app, Answer answer) {
    change(app, environment -> environment.refusal = answer);
  }

  /** Somebody else gives an application or worker another size and number of instances. */
  public void changeFormation(String app, String container, String size, int instances) {
    change(
        app,
        environment -> {
          environment.deployment = environment.deployment.resized(container, size, instances);
          environment.deployedAt = settings().clock().instant();
          operations.charge(environment);
        });
  }

  /** Somebody pushes code, which also resumes what is paused. */
  public void push(String app) {
    change(
        app,
        environment -> {
          var _ = operations.deploy("environment.push", environment);
        });
  }

  /** Somebody else pauses it. */
  public void pause(String app) {
    change(
        app,
        environment -> {
          var _ = operations.pause(environment);
        });
  }

  /** Nobody may pause or resume the environment any more: the links for it vanish. */
  public void forbid(String app) {
    change(app, environment -> environment.actionsAllowed = false);
  }

  /** The user may pause the production environment too. */
  public void allowProduction(String app) {
    change(app, environment -> environment.pausableProduction = true);
  }

  /** The environment is deactivated: its services and data are gone. */
  public void deactivate(String app) {
    change(
        app,
        environment -> {
          environment.silence();
          environment.status = Status.INACTIVE;
          operations.charge(environment);
        });
  }

  /** The project of that environment is suspended for want of payment. */
  public void suspend(String app) {
    change(app, environment -> environment.project.suspended = true);
  }

  /** Somebody else gives the project of that environment another title; hosts stay. */
  public void retitle(String app, String title) {
    change(app, environment -> environment.project.title = title);
  }

  /** Title of the project of that environment. */
  public String title(String app) {
    synchronized (world) {
      return world.get(app).project.title;
    }
  }

  /** Somebody else gives the project of that environment to another organization. */
  public void giveAway(String app) {
    change(app, environment -> environment.project.organization = "org-stranger");
  }

  /** The environment is deleted. */
  public void deleteApp(String app) {
    change(
        app,
        environment -> {
          environment.status = Status.INACTIVE;
          operations.charge(environment);
          world.remove(environment);
          var _ = operations.deploy("environment.delete", environment);
        });
  }

  /** Links name regional hosts, which do not exist here, instead of being relative. */
  public void linkToRegions() {
    api.linkToRegions();
  }

  /** Orders are answered with that status instead of 200. */
  public void acceptWith(int status) {
    api.acceptWith(status);
  }

  /**
   * Orders are answered with status and code alone, which is all that the API's description names.
   */
  public void acceptBriefly() {
    api.acceptBriefly();
  }

  @Override
  protected Answer serverError() {
    return Wire.error(500, "An internal error occurred.");
  }

  @Override
  protected void stop() {
    endpoint.close();
    world.close();
  }

  private void change(String app, Consumer<Environment> change) {
    synchronized (world) {
      change.accept(world.get(app));
    }
  }

  @Override
  protected Router.Front front(String host) {
    synchronized (world) {
      return world.atHost(host).map(this::front).orElseGet(() -> vendorPage(host));
    }
  }

  private Router.Front front(Environment environment) {
    return switch (environment.status) {
      case ACTIVE ->
          environment.booted
              ? new Router.Front.Up(environment.port(settings().clock()))
              : new Router.Front.Page(Answer.html(502, "<h1>502 Bad Gateway</h1>"));
      case PAUSED ->
          new Router.Front.Page(
              Answer.empty(302)
                  .with("Location", router() + "/paused?environment=" + environment.host()));
      case INACTIVE -> unknownHost();
    };
  }

  /** The page that routes of paused environments redirect to looks alive. */
  private static Router.Front vendorPage(String host) {
    return host.equals("127.0.0.1")
        ? new Router.Front.Page(
            Answer.html(200, "<h1>Environment paused</h1><button>Resume environment</button>"))
        : unknownHost();
  }

  private static Router.Front unknownHost() {
    return new Router.Front.Page(Answer.html(404, "<h1>Environment not found</h1>"));
  }
}
