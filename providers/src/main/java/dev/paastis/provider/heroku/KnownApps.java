// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names and addresses of apps, kept for some minutes so that a status costs no call for them. Only
 * renaming an app changes its address. Safe for use by many threads.
 */
final class KnownApps {
  private static final Duration KEPT = Duration.ofMinutes(5);

  private final HerokuApi api;
  private final Ticker ticker;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  KnownApps(HerokuApi api, Ticker ticker) {
    this.api = api;
    this.ticker = ticker;
  }

  /** What a list said. */
  void learn(List<HerokuApp> apps) {
    long now = ticker.nanos();
    apps.forEach(app -> known.put(app.id(), new Known(app, now)));
    known.values().removeIf(entry -> tooOld(entry, now));
  }

  /** The app as it is now; as it was, when Heroku does not say. */
  CallOutcome<HerokuApp> refreshed(String ref, HerokuApp otherwise, Call call) {
    return switch (ask(ref, call)) {
      case CallOutcome.Done<HerokuApp> done -> done;
      case CallOutcome.Refused<HerokuApp> _, CallOutcome.Unknown<HerokuApp> _ ->
          CallOutcome.done(otherwise);
    };
  }

  CallOutcome<HerokuApp> find(String ref, Call call) {
    Known entry = known.get(ref);
    if (entry != null && !tooOld(entry, ticker.nanos())) {
      return CallOutcome.done(entry.app());
    }
    return ask(ref, call);
  }

  private CallOutcome<HerokuApp> ask(String ref, Call call) {
    CallOutcome<HerokuApp> outcome = api.app(ref, call);
    if (outcome instanceof CallOutcome.Done<HerokuApp>(HerokuApp app)) {
      known.put(ref, new Known(app, ticker.nanos()));
    }
    return outcome;
  }

  /** The name that people know it by, or its reference where none has been heard of. */
  String name(String ref) {
    Known entry = known.get(ref);
    return entry == null ? ref : entry.app().name();
  }

  private static boolean tooOld(Known entry, long nowNanos) {
    return nowNanos - entry.atNanos() > KEPT.toNanos();
  }

  private record Known(HerokuApp app, long atNanos) {}
}
