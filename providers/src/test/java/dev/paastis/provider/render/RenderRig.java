// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import dev.paastis.conformance.Boot;
import dev.paastis.conformance.Feature;
import dev.paastis.conformance.Objection;
import dev.paastis.conformance.Order;
import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Emulator;
import dev.paastis.emulator.Faults.Fault;
import dev.paastis.emulator.render.RenderEmulator;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Secret;
import dev.paastis.provider.emulated.EmulatedRig;
import dev.paastis.provider.emulated.Oddities;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The emulated Render and a provider of its user. */
final class RenderRig extends EmulatedRig {
  private static final String AWAKE = "shop";
  private static final String ASLEEP = "shop-pr57";

  /** One in eleven services of the fleet is a static site. */
  private static final int KINDS = 11;

  private static final int STATIC_SITE = 7;

  private final RenderEmulator render;
  private final Provider provider;
  private final List<String> refs;
  private final int apps;

  RenderRig(int apps) {
    this.apps = apps;
    render = RenderEmulator.startStill(settings(apps));
    time.afterEachStep(render::runDue);
    provider =
        new RenderProvider(
            new RenderSettings(
                render.api(), new Secret(TOKEN), List.of(), null, Duration.ofSeconds(2)),
            budget,
            time,
            time);
    refs = List.of(render.idOf(AWAKE), render.idOf(ASLEEP));
  }

  @Override
  public Map<Feature, String> lacks() {
    return Map.of(Feature.EXPIRING_CREDENTIALS, "a key lasts until it is revoked");
  }

  @Override
  public String kind() {
    return "render";
  }

  @Override
  public Provider provider() {
    return provider;
  }

  @Override
  public Provider restricted() {
    render.role(RenderEmulator.OWNER, "VIEWER");
    return provider;
  }

  @Override
  protected Emulator emulator() {
    return render;
  }

  @Override
  protected String pattern(Order order) {
    return switch (order) {
      case LOOK -> "GET .+";
      case START -> "POST .+/resume";
      case STOP -> "POST .+/suspend";
      case DELETE -> "DELETE /v1/services/[^/]+";
    };
  }

  @Override
  protected Oddities oddities() {
    // what Render says of an autoscaler is remembered word for word
    return new Oddities(
        Set.of("autoscaling", "criteria", "cpu", "memory"),
        Set.of("repo", "dashboardUrl", "branch", "healthCheckPath"));
  }

  @Override
  public int apps() {
    int rest = Math.max(0, apps % KINDS - STATIC_SITE);
    return apps - apps / KINDS - Math.min(1, rest);
  }

  @Override
  protected List<String> refs() {
    return refs;
  }

  @Override
  public String name(String ref) {
    return render.nameOf(ref);
  }

  @Override
  protected String publicHost(String ref) {
    return render.hostOf(ref);
  }

  @Override
  public long starts() {
    return render.starts();
  }

  @Override
  public long calls() {
    return render.calls(".+");
  }

  @Override
  public void revoke() {
    render.revoke(TOKEN);
  }

  @Override
  public void readmit() {
    render.readmit(TOKEN);
  }

  @Override
  public void changeFormation(String ref) {
    render.changeFormation(ref, "starter", 1);
  }

  @Override
  public void startByHand(String ref) {
    render.resume(ref);
  }

  @Override
  public void stopByHand(String ref) {
    render.suspend(ref, "user");
  }

  @Override
  public void rename(String ref, String name) {
    render.rename(ref, name);
  }

  @Override
  public void transfer(String ref) {
    render.giveAway(ref);
  }

  @Override
  public void delete(String ref) {
    render.deleteApp(ref);
  }

  @Override
  public void boot(String ref, Boot how) {
    switch (how) {
      case SUCCEEDS -> render.failBoots(ref, false);
      case FAILS -> render.failBoots(ref, true);
      case NEVER_ENDS -> freeze();
    }
  }

  @Override
  public void neverStop(String ref) {
    freeze();
  }

  @Override
  public void refuseStart(String ref, Objection why) {
    render.refuseStart(ref, answer(why));
  }

  /** One service is one process type: of it, the number of instances is refused. */
  @Override
  public void startPartly(String ref) {
    render.changeFormation(ref, "standard", 1);
    Answer refused = Answer.json(400, Map.of("message", "not allowed"));
    render.faults().arm("(POST|PUT|PATCH) .+/(scale|autoscaling)", 100, new Fault.Instead(refused));
  }
}
