// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.EmulatedPlatform;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.Endpoint;
import dev.paastis.emulator.Router;
import java.net.URI;

/**
 * Render on this machine. Services of the first fleet begin to listen at their first request, so
 * that ten thousand of them cost little; those resumed listen once their deploy is live. Services
 * are told by their name or their identifier.
 */
public final class RenderEmulator extends EmulatedPlatform {
  /** The workspace that owns most of the services. */
  public static final String OWNER = "tea-agency";

  /** A second workspace of the same user. */
  public static final String OTHER_OWNER = "tea-partner";

  private final Platform platform;
  private final Gate gate;
  private final ServicesApi services;
  private final Endpoint endpoint;

  private RenderEmulator(EmulatorSettings settings) {
    super(settings);
    Webhooks webhooks = new Webhooks(deliveries(), settings.clock());
    platform = new Platform(settings, timeline(), bill(), webhooks);
    gate = new Gate(settings);
    services = new ServicesApi(platform, gate);
    endpoint =
        endpoint(settings.port()).filter(gate::stop).otherwise(_ -> Gate.error(404, "not found"));
    services.route(endpoint);
    webhooks.route(endpoint, gate);
    new DataStores(Fleet.customers(settings), bill()).route(endpoint, gate);
    endpoint.start();
  }

  /** Starts the platform; operations go on as time passes. */
  public static RenderEmulator start(EmulatorSettings settings) {
    RenderEmulator emulator = startStill(settings);
    var _ = emulator.drive();
    return emulator;
  }

  /** Starts the platform; operations go on only in {@link #runDue()}, for a clock moved by hand. */
  public static RenderEmulator startStill(EmulatorSettings settings) {
    return new RenderEmulator(settings);
  }

  /** The deploys of a service end as {@code update_failed} from now on, or no longer. */
  public void failBoots(String name, boolean fails) {
    platform.fail(name, fails);
  }

  /** Every order to resume the service gets this answer and does nothing. */
  public void refuseStart(String name, Answer answer) {
    services.refuseStart(idOf(name), answer);
  }

  /** Somebody else suspends a service: {@code user}, {@code billing}, {@code admin} and so on. */
  public void suspend(String name, String suspender) {
    platform.suspendNow(platform.named(name), suspender);
  }

  /** Somebody else resumes a service. */
  public void resume(String name) {
    platform.resume(platform.named(name));
  }

  /** Somebody else changes plan and number of instances, and takes the autoscaler away. */
  public void changeFormation(String name, String plan, int instances) {
    Service service = platform.named(name);
    platform.autoscale(service, null);
    platform.changePlan(service, Plan.named(plan));
    platform.scale(service, instances);
  }

  /** Somebody else sets an autoscaler on processor use. */
  public void autoscale(String name, int min, int max) {
    platform.autoscale(platform.named(name), Autoscaling.onCpu(min, max));
  }

  /** Somebody else pushes a commit, which is deployed. */
  public void push(String name) {
    var _ = platform.deploy(platform.named(name), "new_commit");
  }

  /** Somebody else renames a service; its address stays. */
  public void rename(String name, String other) {
    platform.rename(platform.named(name), other);
  }

  /** Somebody else moves a service to a workspace that the user is no member of. */
  public void giveAway(String name) {
    platform.moveTo(platform.named(name), "tea-stranger");
  }

  /** Somebody else deletes a service. */
  public void deleteApp(String name) {
    platform.delete(platform.named(name));
  }

  /**
   * The user has another role in a workspace.
   *
   * @param role {@code ADMIN}, {@code DEVELOPER} or {@code VIEWER}
   */
  public void role(String owner, String role) {
    services.role(owner, role);
  }

  /** A key is revoked. */
  public void revoke(String key) {
    gate.revoke(key);
  }

  /** A key that was revoked is good again. */
  public void readmit(String key) {
    gate.readmit(key);
  }

  /** With which status the router shows the page of a suspended service; 503 at first. */
  public void showSuspendedWith(int status) {
    platform.showSuspended(status);
  }

  /** How many orders to resume have had an effect so far. */
  public long starts() {
    return platform.starts();
  }

  /** The name of a service. */
  public String nameOf(String id) {
    return platform.named(id).name();
  }

  /** The identifier of a service. */
  public String idOf(String name) {
    return platform.named(name).origin().id();
  }

  /** The public host name of a service. */
  public String hostOf(String name) {
    return platform.named(name).origin().slug() + Service.DOMAIN;
  }

  /** How many of the last 2000 calls match, for example {@code POST .+/resume}. */
  public long calls(String pattern) {
    return lastCalls().stream().filter(call -> call.matches(pattern)).count();
  }

  @Override
  public URI api() {
    return endpoint.uri().resolve("/v1");
  }

  @Override
  protected Router.Front front(String host) {
    return platform.front(host);
  }

  @Override
  protected Answer serverError() {
    return Gate.error(500, "internal server error");
  }

  @Override
  protected void stop() {
    endpoint.close();
    platform.close();
  }
}
