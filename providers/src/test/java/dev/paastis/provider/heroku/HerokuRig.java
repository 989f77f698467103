// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.conformance.Boot;
import dev.paastis.conformance.Feature;
import dev.paastis.conformance.Objection;
import dev.paastis.conformance.Order;
import dev.paastis.emulator.Emulator;
import dev.paastis.emulator.heroku.HerokuEmulator;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Secret;
import dev.paastis.provider.emulated.EmulatedRig;
import dev.paastis.provider.emulated.Oddities;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The emulated Heroku and a provider of its account. */
final class HerokuRig extends EmulatedRig {
  private static final String AWAKE = "shop";
  private static final String ASLEEP = "shop-pr57";

  private final HerokuEmulator heroku;
  private final Provider provider;
  private final List<String> refs;
  private final int apps;

  HerokuRig(int apps) {
    this.apps = apps;
    heroku = HerokuEmulator.byHand(settings(apps));
    time.afterEachStep(heroku::runDue);
    provider =
        new HerokuProvider(
            new HerokuSettings(
                heroku.api(), new Secret(TOKEN), null, null, HerokuSettings.POLL_EVERY),
            budget,
            time);
    refs = List.of(heroku.id(AWAKE), heroku.id(ASLEEP));
  }

  @Override
  public Map<Feature, String> lacks() {
    return Map.of(Feature.EXPIRING_CREDENTIALS, "a token lasts until it is revoked");
  }

  @Override
  public String kind() {
    return "heroku";
  }

  @Override
  public Provider provider() {
    return provider;
  }

  @Override
  public Provider restricted() {
    heroku.narrow(TOKEN, "identity", "read");
    return provider;
  }

  @Override
  protected Emulator emulator() {
    return heroku;
  }

  @Override
  protected String pattern(Order order) {
    return switch (order) {
      case LOOK -> "GET .+";
      case START, STOP -> "PATCH /apps/.+/formation";
      case DELETE -> "DELETE /apps/[^/]+";
    };
  }

  @Override
  protected Oddities oddities() {
    return new Oddities(
        Set.of(), Set.of("archived_at", "team", "internal_routing", "buildpack", "repo_size"));
  }

  @Override
  public int apps() {
    return apps;
  }

  @Override
  protected List<String> refs() {
    return refs;
  }

  @Override
  public String name(String ref) {
    return heroku.name(ref);
  }

  @Override
  protected String publicHost(String ref) {
    return heroku.host(ref).orElseThrow();
  }

  @Override
  public long starts() {
    return heroku.starts();
  }

  @Override
  public long calls() {
    return heroku.callsMade();
  }

  @Override
  public void revoke() {
    heroku.revoke(TOKEN);
  }

  @Override
  public void readmit() {
    heroku.grant(TOKEN, Duration.ofDays(3650));
  }

  @Override
  public void changeFormation(String ref) {
    heroku.changeFormation(ref, "worker", 0, "Standard-2X");
    heroku.changeFormation(ref, "web", 0, "Basic");
  }

  @Override
  public void startByHand(String ref) {
    heroku.changeFormation(ref, "web", 1, "Standard-1X");
  }

  @Override
  public void stopByHand(String ref) {
    heroku.changeFormation(ref, "web", 0, "Standard-1X");
    heroku.changeFormation(ref, "worker", 0, "Standard-1X");
  }

  @Override
  public void rename(String ref, String name) {
    heroku.rename(ref, name);
  }

  @Override
  public void transfer(String ref) {
    heroku.giveAway(ref);
  }

  @Override
  public void delete(String ref) {
    heroku.deleteApp(ref);
  }

  @Override
  public void boot(String ref, Boot how) {
    switch (how) {
      case SUCCEEDS -> heroku.mend(ref);
      case FAILS -> heroku.failBoots(ref);
      case NEVER_ENDS -> heroku.hangBoots(ref);
    }
  }

  @Override
  public void neverStop(String ref) {
    freeze();
  }

  @Override
  public void refuseStart(String ref, Objection why) {
    heroku.refuseStart(ref, answer(why));
  }

  @Override
  public void startPartly(String ref) {
    heroku.holdBack(ref, "worker");
  }
}
