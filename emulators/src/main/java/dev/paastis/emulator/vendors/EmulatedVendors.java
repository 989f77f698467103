// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.vendors;

import dev.paastis.emulator.EmulatedPlatform;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * All emulated vendors at once, each with the apps of one customer of an agency: one in production,
 * the others in staging, in review or for a demonstration, some of them asleep. No name occurs
 * twice. Everything happens as time passes, and a boot takes seconds, on free ports of loopback.
 */
public final class EmulatedVendors implements AutoCloseable {
  private static final Duration START = Duration.ofMillis(1200);
  private static final Duration BOOT = Duration.ofMillis(2500);
  private static final Duration STOP = Duration.ofMillis(1500);

  private final List<Account> accounts = new ArrayList<>();

  private EmulatedVendors() {}

  /** Starts all. */
  public static EmulatedVendors start(InstantSource clock) {
    return start(clock, new Pace(START, BOOT, STOP));
  }

  /** Starts all at another pace. */
  public static EmulatedVendors start(InstantSource clock, Pace pace) {
    EmulatedVendors all = new EmulatedVendors();
    try {
      for (Vendor vendor : Vendor.values()) {
        all.accounts.add(Account.open(vendor, clock, pace));
      }
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  /** The account at each vendor. */
  public List<Account> accounts() {
    return List.copyOf(accounts);
  }

  /** The account at that vendor. */
  public Account account(Vendor vendor) {
    return accounts.stream()
        .filter(account -> account.vendor() == vendor)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(vendor.provider() + " has not started"));
  }

  @Override
  public void close() {
    accounts.forEach(account -> account.platform().close());
  }

  /**
   * An account and what a client of it has to know.
   *
   * @param vendor whose platform
   * @param platform as it runs
   */
  public record Account(Vendor vendor, EmulatedPlatform platform) {
    private static Account open(Vendor vendor, InstantSource clock, Pace pace) {
      EmulatorSettings settings =
          new EmulatorSettings(0, apps(vendor), "emulated-" + vendor.provider(), clock, pace)
              .named(names(vendor));
      return new Account(vendor, vendor.start(settings));
    }

    /** Name of the provider, for example {@code platform-sh}. */
    public String provider() {
      return vendor.provider();
    }

    /** Base address of the API. */
    public URI api() {
      return platform.api();
    }

    /** Where a token is exchanged for a bearer; the API itself where the vendor has no exchange. */
    public URI auth() {
      return platform.api();
    }

    /** Address of the public router, which tells apps by {@code Host}. */
    public URI router() {
      return platform.router();
    }

    /** A token with all rights. */
    public String token() {
      return platform.token();
    }
  }

  private static int apps(Vendor vendor) {
    return vendor == Vendor.PLATFORM_SH ? 8 : names(vendor).size();
  }

  /** In the order of the kinds of app of which each vendor's sample consists. */
  private static List<String> names(Vendor vendor) {
    return switch (vendor) {
      case CLEVER_CLOUD ->
          List.of(
              "cinema-production",
              "cinema-staging",
              "cinema-pr-42",
              "cinema-api-staging",
              "cinema-worker-staging",
              "cinema-pr-57",
              "cinema-admin-staging",
              "cinema-demo");
      case HEROKU ->
          List.of(
              "bakery-production",
              "bakery-staging",
              "bakery-pr-42",
              "bakery-api-staging",
              "bakery-pr-57",
              "bakery-admin-staging",
              "bakery-demo",
              "bakery-search-staging");
      case PLATFORM_SH -> List.of("Harbour", "Vineyard"); // projects: each has environments
      case RENDER ->
          List.of(
              "dentist-production",
              "dentist-staging",
              "dentist-pr-42",
              "dentist-worker-staging",
              "dentist-private-api",
              "dentist-pr-57",
              "dentist-nightly",
              "dentist-docs",
              "dentist-demo");
      case SCALINGO ->
          List.of(
              "atelier-production",
              "atelier-staging",
              "atelier-staging-pr42",
              "atelier-workers-staging",
              "atelier-api-staging",
              "atelier-demo",
              "atelier-next");
    };
  }
}
