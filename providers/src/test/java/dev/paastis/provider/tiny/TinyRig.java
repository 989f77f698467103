// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.tiny;

import dev.paastis.conformance.Feature;
import dev.paastis.conformance.Objection;
import dev.paastis.conformance.Order;
import dev.paastis.emulator.Emulator;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Secret;
import dev.paastis.provider.emulated.EmulatedRig;
import dev.paastis.provider.emulated.Oddities;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tiny on this machine, and a provider of its account. */
final class TinyRig extends EmulatedRig {
  private final TinyEmulator tiny;
  private final Provider provider;
  private final int apps;

  TinyRig(int apps) {
    this.apps = apps;
    tiny = new TinyEmulator(settings(apps));
    provider = new TinyProvider(tiny.api(), new Secret(TOKEN), budget);
  }

  @Override
  public Map<Feature, String> lacks() {
    return Map.of(
        Feature.RESTRICTED_CREDENTIALS, "a token has all rights",
        Feature.EXPIRING_CREDENTIALS, "a token lasts until it is revoked",
        Feature.CLOCK, "Tiny tells no time and asks for none",
        Feature.PARTIAL_START, "an app is one process type",
        Feature.FAILING_BOOT, "Tiny does not tell of crashes",
        Feature.ENDLESS_START, "a start ends at once",
        Feature.ENDLESS_STOP, "a stop ends at once");
  }

  @Override
  public String kind() {
    return "tiny";
  }

  /** By hand: as a platform that does not exist, it is not registered. */
  @Override
  public Optional<ProviderKind> registered() {
    return Optional.of(new TinyKind());
  }

  @Override
  public Provider provider() {
    return provider;
  }

  @Override
  protected Emulator emulator() {
    return tiny;
  }

  @Override
  protected String pattern(Order order) {
    return switch (order) {
      case LOOK -> "GET .+";
      case START, STOP -> "PUT .+";
      case DELETE -> "DELETE .+";
    };
  }

  @Override
  protected Oddities oddities() {
    return new Oddities(Set.of(), Set.of("note"));
  }

  @Override
  public int apps() {
    return apps;
  }

  @Override
  protected List<String> refs() {
    return List.of("app-2", "app-3");
  }

  @Override
  public String name(String ref) {
    return tiny.name(ref);
  }

  @Override
  protected String publicHost(String ref) {
    return ref + ".tiny.example";
  }

  @Override
  public long starts() {
    return tiny.starts();
  }

  @Override
  public long calls() {
    return tiny.calls();
  }

  @Override
  public void revoke() {
    tiny.revoked(true);
  }

  @Override
  public void readmit() {
    tiny.revoked(false);
  }

  @Override
  public void changeFormation(String ref) {
    tiny.scaleByHand(ref, 0, "huge");
  }

  @Override
  public void startByHand(String ref) {
    tiny.scaleByHand(ref, 1, "small");
  }

  @Override
  public void stopByHand(String ref) {
    tiny.scaleByHand(ref, 0, "large");
  }

  @Override
  public void rename(String ref, String name) {
    tiny.rename(ref, name);
  }

  @Override
  public void transfer(String ref) {
    tiny.giveAway(ref);
  }

  @Override
  public void delete(String ref) {
    tiny.delete(ref);
  }

  @Override
  public void refuseStart(String ref, Objection why) {
    tiny.refuseStart(ref, answer(why));
  }
}
