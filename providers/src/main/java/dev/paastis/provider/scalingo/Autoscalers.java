// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The autoscalers that an order by hand disables. They are remembered in the extras of a formation
 * and enabled again after the wake. What could not be enabled then stays owed and is settled at the
 * next sight of the running app, so that a lost answer or a full rate limit does not cost an app
 * its autoscaler for good. Safe for use by many threads.
 */
final class Autoscalers {
  private static final System.Logger LOG = System.getLogger(Autoscalers.class.getName());
  private static final String EXTRA = "autoscaler.";
  private static final int ATTEMPTS = 3;

  private final Api api;
  private final Ticker ticker;

  /** Identifiers by process type, by app. */
  private final Map<String, Map<String, String>> owed = new ConcurrentHashMap<>();

  /** The extras of each app when it was last looked at. */
  private final Map<String, Map<String, String>> seen = new ConcurrentHashMap<>();

  Autoscalers(Api api, Ticker ticker) {
    this.api = api;
    this.ticker = ticker;
  }

  /** Those to remember: the enabled ones and those that are still owed, as extras. */
  CallOutcome<Map<String, String>> extras(String ref, Call call) {
    return api.enabledAutoscalers(ref, call)
        .map(enabled -> {
          Map<String, String> extras = new LinkedHashMap<>();
          owed.getOrDefault(ref, Map.of()).forEach((type, id) -> extras.put(EXTRA + type, id));
          enabled.forEach((type, id) -> extras.put(EXTRA + type, id));
          seen.put(ref, Map.copyOf(extras));
          return extras;
        });
  }

  /** From now on these are owed to the app. */
  void owe(String ref, Map<String, String> extras) {
    Map<String, String> ids = new LinkedHashMap<>();
    extras.forEach((name, id) -> {
      if (name.startsWith(EXTRA)) {
        ids.put(name.substring(EXTRA.length()), id);
      }
    });
    if (ids.isEmpty()) {
      owed.remove(ref);
    } else {
      owed.put(ref, ids);
    }
  }

  /** From now on those are owed that were enabled when the app was last looked at. */
  void oweThoseSeen(String ref) {
    owe(ref, seen.getOrDefault(ref, Map.of()));
  }

  /**
   * Enables what is owed, patiently. Refused when the platform will not, whatever one does; done
   * also when it could not say and the debt stays.
   */
  CallOutcome<String> restore(String ref, Call call) {
    Pauses pauses = new Pauses(ticker, call);
    CallOutcome<String> outcome = settle(ref, call);
    for (int i = 1; i < ATTEMPTS && owed.containsKey(ref) && pauses.pause(); i++) {
      outcome = settle(ref, call);
    }
    return outcome;
  }

  /** Enables what is owed, as far as that goes at once. */
  CallOutcome<String> settle(String ref, Call call) {
    CallOutcome<String> outcome = CallOutcome.done(ref);
    for (Map.Entry<String, String> scaler : owed.getOrDefault(ref, Map.of()).entrySet()) {
      CallOutcome<String> enabled =
          verdict(scaler.getKey(), api.enableAutoscaler(ref, scaler.getValue(), call));
      if (enabled instanceof CallOutcome.Unknown<String>(String cause)) {
        LOG.log(Level.INFO, "app={0} autoscaler of {1} later: {2}", ref, scaler.getKey(), cause);
      } else {
        owed.computeIfPresent(ref, (_, left) -> without(left, scaler.getKey()));
      }
      outcome = enabled instanceof CallOutcome.Refused<String> ? enabled : outcome;
    }
    return outcome;
  }

  /** Unknown: again later. One that its owner deleted meanwhile is not missed. */
  private static CallOutcome<String> verdict(String type, CallOutcome<String> answer) {
    if (!(answer instanceof CallOutcome.Refused<String>(Refusal refusal))) {
      return answer;
    }
    return switch (refusal.kind()) {
      case NOT_FOUND -> CallOutcome.done(type);
      case RATE_LIMITED, UNAUTHORIZED -> CallOutcome.unknown(refusal.message());
      case FORBIDDEN, ADDRESS_REFUSED, QUOTA, INVALID, CRASHED ->
          CallOutcome.refused(
              refusal.kind(),
              "the app runs, but the autoscaler of '"
                  + type
                  + "' stays disabled: "
                  + refusal.message());
    };
  }

  private static @Nullable Map<String, String> without(Map<String, String> all, String type) {
    Map<String, String> left = new LinkedHashMap<>(all);
    left.remove(type);
    return left.isEmpty() ? null : left;
  }
}
