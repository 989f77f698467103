// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.budget.AccountBudget;
import dev.paastis.budget.MemoryBuckets;
import dev.paastis.emulator.EmulatedPlatform;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.vendors.Vendor;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.ProviderKinds;
import dev.paastis.provider.Secret;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the platforms' APIs are asked, and how fast that is under their limits. */
@Command(
    name = "providers",
    mixinStandardHelpOptions = true,
    description = {
      "Calls of a discovery, wakes on emulated platforms, and a pause of a thousand apps under a rate",
      "limit. Bars: no call per app where a list exists; a wake known within one question to the",
      "platform, and 300 ms; a pause within 5 % of calls / allowed rate, none refused as one too many,",
      "and wakes in its middle served within 2 s of budget time."
    })
final class ProvidersBench implements Callable<Integer> {
  private static final Duration LONG = Duration.ofHours(12);

  /** Of these, the list says which apps run. */
  private static final Map<Vendor, String> PAGES =
      Map.of(
          Vendor.SCALINGO, "one list, after one exchange of the token",
          Vendor.CLEVER_CLOUD, "one summary",
          Vendor.RENDER, "pages of 100",
          Vendor.PLATFORM_SH, "a list for each project; there is none over projects",
          Vendor.HEROKU, "pages of 1,000, and the formation of each app: there is no list of them");

  @Option(names = "--apps", defaultValue = "1000", description = "Apps on the account (1000).")
  private int apps = 1000;

  @Option(
      names = "--wakes",
      defaultValue = "20",
      description = "Wakes to measure on each emulated platform, in fives (20).")
  private int wakes = 20;

  @Option(
      names = "--faster",
      defaultValue = "100",
      description = "How many times faster than real time passes (100).")
  private int faster = 100;

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (Vendor vendor : Vendor.values()) {
      discover(vendor);
    }
    boolean met = wakes == 0 || new PlatformWakes(wakes).run();
    ScaledTime time = new ScaledTime(faster);
    EmulatorSettings settings =
        new EmulatorSettings(0, apps, "bench-token", time, EmulatorSettings.Pace.DEFAULT);
    try (EmulatedPlatform platform = Vendor.SCALINGO.start(settings)) {
      met &= new PauseBench(platform, time).run();
    }
    return met ? 0 : 1;
  }

  private void discover(Vendor vendor) {
    EmulatorSettings settings =
        new EmulatorSettings(
                0, apps, "bench-token", InstantSource.system(), EmulatorSettings.Pace.AT_ONCE)
            .unlimited();
    try (EmulatedPlatform platform = vendor.start(settings);
        Account account = Account.open(vendor, platform, Ticker.system(), InstantSource.system())) {
      int listed = listed(account.provider(), Ticker.system()).size();
      System.out.printf(
          "discovery %-12s %5d apps listed by %4d calls (%s)%n",
          vendor.provider(), listed, account.budget().calls(), PAGES.get(vendor));
    }
  }

  static List<DiscoveredApp> listed(Provider provider, Ticker ticker) {
    return switch (provider.discover(Call.discovery(LONG, ticker))) {
      case CallOutcome.Done<List<DiscoveredApp>>(List<DiscoveredApp> apps) -> apps;
      case CallOutcome.Refused<List<DiscoveredApp>>(var refusal) ->
          throw new IllegalStateException("not listed: " + refusal.message());
      case CallOutcome.Unknown<List<DiscoveredApp>>(String cause) ->
          throw new IllegalStateException("not listed: " + cause);
    };
  }

  /** An account on an emulated platform, opened as the product opens it. */
  record Account(Provider provider, WatchedBudget budget) implements AutoCloseable {
    static Account open(
        Vendor vendor, EmulatedPlatform platform, Ticker ticker, InstantSource clock) {
      ApiBudget counted = new AccountBudget(UUID.randomUUID(), MemoryBuckets.full(), ticker, clock);
      ProviderKind kind = ProviderKinds.load().find(vendor.provider()).orElseThrow();
      WatchedBudget budget = new WatchedBudget(counted, ticker);
      Map<String, String> texts = new HashMap<>();
      texts.put("api-url", platform.api().toString());
      texts.put("router-url", platform.router().toString());
      if (vendor == Vendor.SCALINGO || vendor == Vendor.PLATFORM_SH) {
        texts.put("auth-url", platform.api().toString());
      }
      String credential = vendor == Vendor.RENDER ? "api-key" : "token";
      AccountSettings settings =
          new AccountSettings(texts, Map.of(credential, new Secret(platform.token())));
      Path folder = Path.of(System.getProperty("java.io.tmpdir"), "paastis-bench");
      Provider provider =
          kind.open(
              kind.usualRegion(),
              settings,
              new ProviderKind.Surroundings(ticker, clock, budget, folder));
      return new Account(provider, budget);
    }

    @Override
    public void close() {
      provider.close();
    }
  }
}
