// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.bench.ProvidersBench.Account;
import dev.paastis.emulator.EmulatedPlatform;
import dev.paastis.emulator.vendors.Vendor;
import dev.paastis.pause.MorningWatch;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.ProviderKinds;
import dev.paastis.provider.Providers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * All apps of an account on Scalingo, which allows sixty calls a minute, are paused for a night by
 * a window and started again for the morning.
 */
final class NightBench {
  private static final double ALLOWED_PER_MINUTE = 60;
  private static final double TOLERANCE = 1.05;
  private static final double READY_SHARE = 0.95;
  private static final int SLEEPS_AT_ONCE = 4;

  /**
   * Long enough for the pause and the starts of all: a real night is longer, and nothing happens in
   * it.
   */
  private static final Duration PER_APP = Duration.ofSeconds(9);

  private static final Duration SLACK = Duration.ofMinutes(30);

  private final EmulatedPlatform platform;
  private final ScaledTime time;
  private final ProviderKind kind =
      ProviderKinds.load().find(Vendor.SCALINGO.provider()).orElseThrow();

  NightBench(EmulatedPlatform platform, ScaledTime time) {
    this.platform = platform;
    this.time = time;
  }

  boolean run() throws InterruptedException {
    Thread clockwork = Thread.ofVirtual().start(this::runDue);
    try (Account account = Account.open(Vendor.SCALINGO, platform, time, time);
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<DiscoveredApp> listed = ProvidersBench.listed(account.provider(), time);
      Instant evening = time.instant().plus(Duration.ofMinutes(3)).truncatedTo(ChronoUnit.MINUTES);
      Instant morning = evening.plus(SLACK).plus(PER_APP.multipliedBy(listed.size()));
      morning = morning.truncatedTo(ChronoUnit.MINUTES);
      NightEngine engine = engine(evening, morning, account.provider(), workers);
      for (DiscoveredApp app : listed) {
        if (app.status() instanceof AppStatus.Running(var upstream, var formation)) {
          engine.add(app.ref(), time.instant(), upstream, formation);
        }
      }
      long apps = engine.awake();
      boolean met = night(engine, account, evening, apps);
      met &= morning(engine, account, morning, apps);
      System.out.println("bars: " + (met ? "met" : "MISSED"));
      return met;
    } finally {
      clockwork.interrupt();
    }
  }

  private NightEngine engine(
      Instant evening, Instant morning, Provider provider, ExecutorService workers) {
    String night =
        "daily %s-%s"
            .formatted(evening.toString().substring(11, 16), morning.toString().substring(11, 16));
    Providers providers =
        new Providers() {
          @Override
          public Provider of(dev.paastis.app.Account account) {
            return provider;
          }

          @Override
          public int sleepsAtOnce(dev.paastis.app.Account account) {
            return SLEEPS_AT_ONCE;
          }
        };
    return new NightEngine(
        night,
        new NightEngine.Times(time, time),
        providers,
        new MorningWatch.Pace(kind.timeBetweenWakes(), SLEEPS_AT_ONCE),
        workers);
  }

  private boolean night(NightEngine engine, Account account, Instant evening, long apps)
      throws InterruptedException {
    while (time.instant().isBefore(evening)) {
      step(engine);
    }
    long calls = account.budget().calls();
    while (engine.asleep() < apps) {
      step(engine);
    }
    return report("paused", apps, account.budget().calls() - calls, evening, account);
  }

  private boolean morning(NightEngine engine, Account account, Instant morning, long apps)
      throws InterruptedException {
    Instant first = Instant.MAX;
    long calls = account.budget().calls();
    long atTheHour = -1;
    while (engine.awake() < apps) {
      if (step(engine) > 0 && first.equals(Instant.MAX)) {
        first = time.instant();
      }
      if (atTheHour < 0 && !time.instant().isBefore(morning)) {
        atTheHour = engine.awake();
      }
    }
    long ready = atTheHour < 0 ? apps : atTheHour;
    boolean met = report("started", apps, account.budget().calls() - calls, first, account);
    System.out.printf(
        "ready at the promised hour: %d of %d (%.1f %%), the last %.1f min %s it%n",
        ready,
        apps,
        100.0 * ready / apps,
        Math.abs(Duration.between(time.instant(), morning).toSeconds()) / 60.0,
        time.instant().isBefore(morning) ? "before" : "after");
    return met && ready >= READY_SHARE * apps;
  }

  private boolean report(String what, long apps, long calls, Instant since, Account account) {
    double minutes = Duration.between(since, time.instant()).toMillis() / 60_000.0;
    double ideal = calls / ALLOWED_PER_MINUTE;
    System.out.printf(
        "%s %d apps by %d calls in %.1f min; at 60 a minute %.1f min: ratio %.3f, refused as too"
            + " many %d%n",
        what, apps, calls, minutes, ideal, minutes / ideal, account.budget().refused());
    return minutes / ideal <= TOLERANCE && account.budget().refused() == 0;
  }

  private int step(NightEngine engine) throws InterruptedException {
    Instant now = time.instant();
    var _ = engine.idleWatch.runDue(now);
    int begun = engine.mornings.runDue(now);
    Thread.sleep(2);
    return begun;
  }

  private void runDue() {
    try {
      while (true) {
        platform.runDue();
        Thread.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
