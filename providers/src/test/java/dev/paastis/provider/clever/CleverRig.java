// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import dev.paastis.conformance.Boot;
import dev.paastis.conformance.Feature;
import dev.paastis.conformance.Objection;
import dev.paastis.conformance.Order;
import dev.paastis.emulator.Emulator;
import dev.paastis.emulator.clever.CleverEmulator;
import dev.paastis.emulator.clever.Scaling;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Secret;
import dev.paastis.provider.clever.CleverSettings.Credentials;
import dev.paastis.provider.emulated.DatedRelay;
import dev.paastis.provider.emulated.EmulatedRig;
import dev.paastis.provider.emulated.Oddities;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The emulated Clever Cloud and a provider of its user. */
final class CleverRig extends EmulatedRig {
  private static final String AWAKE = "shop";
  private static final String ASLEEP = "shop-pr42";

  private final CleverEmulator clever;
  private final DatedRelay relay;
  private final Provider provider;
  private final List<String> refs;
  private final boolean signs;
  private final int apps;

  CleverRig(int apps) {
    this(apps, false);
  }

  /** Its calls are signed, with a time. */
  static CleverRig signing(int apps) {
    return new CleverRig(apps, true);
  }

  private CleverRig(int apps, boolean signs) {
    this.apps = apps;
    this.signs = signs;
    clever = CleverEmulator.start(settings(apps));
    time.afterEachStep(clever::runDue);
    relay = new DatedRelay(clever.signedApi(), platformClock);
    provider =
        new CleverProvider(
            new CleverSettings(
                signs ? relay.uri() : clever.api(), credentials(), List.of(), CleverSettings.POLL),
            budget,
            time,
            time);
    refs = List.of(clever.id(AWAKE), clever.id(ASLEEP));
  }

  private Credentials credentials() {
    return signs
        ? new Credentials.Signed(
            new Secret(CleverEmulator.CONSUMER_KEY),
            new Secret(CleverEmulator.CONSUMER_SECRET),
            new Secret(CleverEmulator.USER_TOKEN),
            new Secret(CleverEmulator.USER_SECRET))
        : new Credentials.ApiToken(new Secret(TOKEN));
  }

  @Override
  public Map<Feature, String> lacks() {
    return Map.of(
        Feature.EXPIRING_CREDENTIALS, "a token that has ended is made anew by people",
        Feature.PARTIAL_START, "an app has one sort of machine");
  }

  @Override
  public String kind() {
    return "clever-cloud";
  }

  @Override
  public Provider provider() {
    return provider;
  }

  @Override
  public Provider restricted() {
    clever.role(AWAKE, "READ_ONLY");
    return provider;
  }

  @Override
  public List<String> secrets() {
    return signs
        ? List.of(
            CleverEmulator.CONSUMER_SECRET, CleverEmulator.USER_TOKEN, CleverEmulator.USER_SECRET)
        : super.secrets();
  }

  @Override
  public void close() {
    super.close();
    relay.close();
  }

  @Override
  protected Emulator emulator() {
    return clever;
  }

  @Override
  protected String pattern(Order order) {
    return switch (order) {
      case LOOK -> "GET .+";
      case START -> "POST .+/instances";
      case STOP -> "DELETE .+/instances";
      case DELETE -> "DELETE .+/applications/[^/]+";
    };
  }

  @Override
  protected Oddities oddities() {
    return new Oddities(Set.of(), Set.of("commitId", "branch", "buildFlavor", "deployUrl"));
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
    return clever.name(ref);
  }

  @Override
  protected String publicHost(String ref) {
    return ref.replace('_', '-') + ".cleverapps.io";
  }

  @Override
  public long starts() {
    return clever.starts();
  }

  @Override
  public long calls() {
    return clever.calls().size();
  }

  @Override
  public void revoke() {
    clever.revoke(signs ? CleverEmulator.USER_TOKEN : TOKEN);
  }

  @Override
  public void readmit() {
    clever.readmit(signs ? CleverEmulator.USER_TOKEN : TOKEN);
  }

  @Override
  public void changeFormation(String ref) {
    clever.changeFormation(ref, new Scaling(1, 1, "XS", "XS"));
  }

  @Override
  public void startByHand(String ref) {
    clever.deploy(ref);
  }

  @Override
  public void stopByHand(String ref) {
    clever.undeploy(ref);
  }

  @Override
  public void rename(String ref, String name) {
    clever.rename(ref, name);
  }

  @Override
  public void transfer(String ref) {
    clever.giveAway(ref);
  }

  @Override
  public void delete(String ref) {
    clever.deleteApp(ref);
  }

  @Override
  public void boot(String ref, Boot how) {
    switch (how) {
      case SUCCEEDS -> clever.mendBoots(ref);
      case FAILS -> clever.failBoots(ref);
      case NEVER_ENDS -> clever.hangBoots(ref);
    }
  }

  @Override
  public void neverStop(String ref) {
    freeze();
  }

  @Override
  public void refuseStart(String ref, Objection why) {
    clever.refuseStart(ref, answer(why));
  }
}
