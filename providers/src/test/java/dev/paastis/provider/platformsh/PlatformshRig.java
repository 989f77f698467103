// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import dev.paastis.conformance.Boot;
import dev.paastis.conformance.Feature;
import dev.paastis.conformance.Objection;
import dev.paastis.conformance.Order;
import dev.paastis.emulator.Emulator;
import dev.paastis.emulator.platformsh.PlatformshEmulator;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Secret;
import dev.paastis.provider.emulated.EmulatedRig;
import dev.paastis.provider.emulated.Oddities;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The emulated Platform.sh and a provider of its user. */
final class PlatformshRig extends EmulatedRig {
  private final PlatformshEmulator platformsh;
  private final Provider provider;
  private final List<String> refs;
  private final int apps;

  PlatformshRig(int apps) {
    this.apps = apps;
    platformsh = PlatformshEmulator.start(settings(apps));
    time.afterEachStep(platformsh::runDue);
    provider =
        new PlatformshProvider(
            PlatformshSettings.of(new Secret(TOKEN)).at(platformsh.api(), platformsh.api()),
            budget,
            time,
            time);
    refs = List.of(ref("staging"), ref("feat/checkout"));
  }

  private String ref(String branch) {
    return platformsh.environments().stream()
        .filter(app -> app.endsWith(":" + branch))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Map<Feature, String> lacks() {
    return Map.of(
        Feature.FORMATION, "the platform keeps it and restores it by itself",
        Feature.PARTIAL_START, "containers of an environment resume together");
  }

  @Override
  public String kind() {
    return "platform-sh";
  }

  @Override
  public Provider provider() {
    return provider;
  }

  @Override
  public Provider restricted() {
    platformsh.forbid(awake());
    return provider;
  }

  @Override
  protected Emulator emulator() {
    return platformsh;
  }

  @Override
  protected String pattern(Order order) {
    return switch (order) {
      case LOOK -> "GET .+";
      case START -> "POST .+/resume";
      case STOP -> "POST .+/pause";
      case DELETE -> "DELETE .+/environments/.+";
    };
  }

  @Override
  protected Oddities oddities() {
    return new Oddities(
        Set.of("webapps", "workers", "services", "routes", "_links", "variables"),
        Set.of("parent", "default_domain", "description", "plan"));
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
    return (platformsh.title(ref) + ref.substring(ref.indexOf(':')))
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-");
  }

  @Override
  protected String publicHost(String ref) {
    return platformsh.host(ref);
  }

  @Override
  public long starts() {
    return refs.stream()
        .filter(ref -> platformsh.environments().contains(ref))
        .flatMap(ref -> platformsh.activities(ref).stream())
        .filter(type -> type.equals("environment.resume"))
        .count();
  }

  @Override
  public long calls() {
    return platformsh.calls();
  }

  @Override
  public void revoke() {
    platformsh.revoke(TOKEN);
    platformsh.revokeBearers();
  }

  @Override
  public void readmit() {
    platformsh.readmit(TOKEN);
  }

  @Override
  public void expire() {
    platformsh.revokeBearers();
  }

  @Override
  public void shorten(Duration life) {
    platformsh.shortenBearers(life);
  }

  @Override
  public long exchanges() {
    return platformsh.bearersIssued();
  }

  @Override
  public void startByHand(String ref) {
    platformsh.push(ref);
  }

  @Override
  public void stopByHand(String ref) {
    platformsh.pause(ref);
  }

  @Override
  public void rename(String ref, String name) {
    platformsh.retitle(ref, name);
  }

  @Override
  public void transfer(String ref) {
    platformsh.giveAway(ref);
  }

  @Override
  public void delete(String ref) {
    platformsh.deleteApp(ref);
  }

  @Override
  public void boot(String ref, Boot how) {
    switch (how) {
      case SUCCEEDS -> platformsh.mendBoots(ref);
      case FAILS -> platformsh.failBoots(ref);
      case NEVER_ENDS -> freeze();
    }
  }

  @Override
  public void neverStop(String ref) {
    freeze();
  }

  @Override
  public void refuseStart(String ref, Objection why) {
    platformsh.refuseStart(ref, answer(why));
  }
}
