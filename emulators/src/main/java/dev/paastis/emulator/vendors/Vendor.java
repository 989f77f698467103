// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.vendors;

import dev.paastis.emulator.EmulatedPlatform;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.clever.CleverEmulator;
import dev.paastis.emulator.heroku.HerokuEmulator;
import dev.paastis.emulator.platformsh.PlatformshEmulator;
import dev.paastis.emulator.render.RenderEmulator;
import dev.paastis.emulator.scalingo.ScalingoEmulator;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A vendor whose platform is emulated. */
public enum Vendor {
  CLEVER_CLOUD("clever-cloud"),
  HEROKU("heroku"),
  PLATFORM_SH("platform-sh"),
  RENDER("render"),
  SCALINGO("scalingo");

  private final String provider;

  Vendor(String provider) {
    this.provider = provider;
  }

  /** Its name as a provider, for example {@code clever-cloud}. */
  public String provider() {
    return provider;
  }

  /** The vendor of that provider name. */
  public static Optional<Vendor> named(String provider) {
    return Arrays.stream(values()).filter(v -> v.provider.equals(provider)).findFirst();
  }

  /** All provider names, in alphabetical order. */
  public static List<String> providers() {
    return Arrays.stream(values()).map(Vendor::provider).sorted().toList();
  }

  /** Starts its platform; orders proceed as time passes. */
  public EmulatedPlatform start(EmulatorSettings settings) {
    return switch (this) {
      case CLEVER_CLOUD -> CleverEmulator.start(settings).drive();
      case HEROKU -> HerokuEmulator.start(settings);
      case PLATFORM_SH -> PlatformshEmulator.start(settings).drive();
      case RENDER -> RenderEmulator.start(settings);
      case SCALINGO -> ScalingoEmulator.start(settings).drive();
    };
  }
}
