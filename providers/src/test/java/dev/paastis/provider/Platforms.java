// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import dev.paastis.emulator.Emulator;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.clever.CleverEmulator;
import dev.paastis.emulator.heroku.HerokuEmulator;
import dev.paastis.emulator.platformsh.PlatformshEmulator;
import dev.paastis.emulator.render.RenderEmulator;
import dev.paastis.emulator.scalingo.ScalingoEmulator;
import dev.paastis.schedule.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The platforms that have an emulator, and how an account points at it. */
enum Platforms {
  SCALINGO("scalingo", "token", true),
  HEROKU("heroku", "token", false),
  CLEVER("clever-cloud", "token", false),
  RENDER("render", "api-key", false),
  PLATFORMSH("platform-sh", "token", true);

  static final String TOKEN = "very-secret-token";

  private final String kind;
  private final String credential;
  private final boolean exchanges;

  Platforms(String kind, String credential, boolean exchanges) {
    this.kind = kind;
    this.credential = credential;
    this.exchanges = exchanges;
  }

  static List<ProviderKind> kinds() {
    return ServiceLoader.load(ProviderKind.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  ProviderKind kind() {
    return kinds().stream().filter(one -> one.name().equals(kind)).findFirst().orElseThrow();
  }

  Emulator emulator() {
    return emulator(8);
  }

  Emulator emulator(int apps) {
    var settings = new EmulatorSettings(0, apps, TOKEN, InstantSource.system(), Pace.AT_ONCE);
    return switch (this) {
      case SCALINGO -> ScalingoEmulator.start(settings);
      case HEROKU -> HerokuEmulator.start(settings);
      case CLEVER -> CleverEmulator.start(settings);
      case RENDER -> RenderEmulator.start(settings);
      case PLATFORMSH -> PlatformshEmulator.start(settings);
    };
  }

  /** The name of the setting that holds the token. */
  String credential() {
    return credential;
  }

  /** The order that wakes, as a pattern of faults. */
  String wakes() {
    return switch (this) {
      case SCALINGO -> "POST .+/scale";
      case HEROKU -> "PATCH .+/formation";
      case CLEVER -> "POST .+/instances";
      case RENDER, PLATFORMSH -> "POST .+/resume";
    };
  }

  Map<String, Secret> secrets() {
    return Map.of(credential, new Secret(TOKEN));
  }

  /** Where the emulator is, as an account says it. */
  Map<String, String> addresses(Emulator emulator) {
    String api = emulator.api().toString();
    String router = emulator.router().toString();
    return exchanges
        ? Map.of("api-url", api, "auth-url", api, "router-url", router)
        : Map.of("api-url", api, "router-url", router);
  }

  Provider open(Map<String, String> texts, Map<String, Secret> secrets) {
    return open("", texts, secrets);
  }

  Provider open(String region, Map<String, String> texts, Map<String, Secret> secrets) {
    return kind()
        .open(
            region,
            new AccountSettings(texts, secrets),
            new ProviderKind.Surroundings(
                Ticker.system(), InstantSource.system(), ApiBudget.UNLIMITED, Path.of("unused")));
  }

  static Call soon() {
    return Call.discovery(Duration.ofSeconds(30), Ticker.system());
  }
}
