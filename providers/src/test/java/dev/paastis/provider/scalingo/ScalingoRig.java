// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.conformance.Boot;
import dev.paastis.conformance.Feature;
import dev.paastis.conformance.Objection;
import dev.paastis.conformance.Order;
import dev.paastis.emulator.Emulator;
import dev.paastis.emulator.scalingo.ScalingoEmulator;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Secret;
import dev.paastis.provider.emulated.EmulatedRig;
import dev.paastis.provider.emulated.Oddities;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The emulated Scalingo and a provider of its account in one region. */
final class ScalingoRig extends EmulatedRig {
  /** One in eight apps of the fleet was never deployed. */
  private static final int KINDS = 8;

  private static final int NEVER_DEPLOYED = 6;

  /** Of {@code shop-production} and {@code shop-pr42}. */
  private static final List<String> REFS =
      List.of("5343eccd0000000000000001", "5343eccd0000000000000003");

  private final ScalingoEmulator scalingo;
  private final Provider provider;
  private final int apps;

  ScalingoRig(int apps) {
    this.apps = apps;
    scalingo = ScalingoEmulator.start(settings(apps));
    time.afterEachStep(scalingo::runDue);
    provider =
        new ScalingoProvider(
            new ScalingoSettings(
                scalingo.api(), scalingo.api(), "osc-fr1", new Secret(TOKEN), null),
            budget,
            time);
  }

  @Override
  public Map<Feature, String> lacks() {
    return Map.of(Feature.PARTIAL_START, "one operation starts all containers, or fails");
  }

  @Override
  public String kind() {
    return "scalingo";
  }

  @Override
  public Provider provider() {
    return provider;
  }

  @Override
  public Provider restricted() {
    scalingo.share(awake(), true);
    return provider;
  }

  @Override
  protected Emulator emulator() {
    return scalingo;
  }

  @Override
  protected String pattern(Order order) {
    return switch (order) {
      case LOOK -> "GET .+";
      case START, STOP -> "POST .+/scale";
      case DELETE -> "DELETE /v1/apps/[^/]+";
    };
  }

  @Override
  protected Oddities oddities() {
    return new Oddities(Set.of(), Set.of("git_url", "last_deployed_by", "stack_id", "limits"));
  }

  @Override
  public int apps() {
    int rest = Math.max(0, apps % KINDS - NEVER_DEPLOYED);
    return apps - apps / KINDS - Math.min(1, rest);
  }

  @Override
  protected List<String> refs() {
    return REFS;
  }

  @Override
  public String name(String ref) {
    return scalingo.name(ref);
  }

  @Override
  protected String publicHost(String ref) {
    return scalingo.host(ref);
  }

  @Override
  public long starts() {
    return scalingo.starts();
  }

  @Override
  public long calls() {
    return scalingo.calls();
  }

  @Override
  public void revoke() {
    scalingo.revoke(TOKEN);
  }

  @Override
  public void readmit() {
    scalingo.readmit();
  }

  @Override
  public void expire() {
    scalingo.endSessions();
  }

  @Override
  public void shorten(Duration life) {
    scalingo.shortenSessions(life);
  }

  @Override
  public long exchanges() {
    return scalingo.exchanges();
  }

  @Override
  public void changeFormation(String ref) {
    scalingo.resize(ref, "web", "XL");
  }

  @Override
  public void startByHand(String ref) {
    scalingo.changeFormation(ref, Map.of("web", 1));
  }

  @Override
  public void stopByHand(String ref) {
    scalingo.changeFormation(ref, Map.of("web", 0, "worker", 0));
  }

  @Override
  public void rename(String ref, String name) {
    scalingo.rename(ref, name);
  }

  @Override
  public void transfer(String ref) {
    scalingo.giveAway(ref);
  }

  @Override
  public void delete(String ref) {
    scalingo.deleteApp(ref);
  }

  @Override
  public void boot(String ref, Boot how) {
    switch (how) {
      case SUCCEEDS -> scalingo.mendBoots(ref);
      case FAILS -> scalingo.failBoots(ref);
      case NEVER_ENDS -> scalingo.neverEnd(ref);
    }
  }

  @Override
  public void neverStop(String ref) {
    scalingo.neverEnd(ref);
  }

  @Override
  public void refuseStart(String ref, Objection why) {
    scalingo.refuseStart(ref, answer(why));
  }
}
