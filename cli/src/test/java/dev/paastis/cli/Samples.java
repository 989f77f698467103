// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.AppView;
import dev.paastis.api.CauseView;
import dev.paastis.api.EventView;
import dev.paastis.api.ProtectionView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Views as a server would send them. */
final class Samples {
  private Samples() {}

  static AppView app(String name, String state) {
    return app(name, state, null);
  }

  static AppView app(String name, String state, @Nullable Instant pinnedUntil) {
    return app(name, state, pinnedUntil, null);
  }

  static AppView app(
      String name,
      String state,
      @Nullable Instant pinnedUntil,
      @Nullable ProtectionView production) {
    return view(name, state, pinnedUntil, production, new Instant[] {null, null});
  }

  static AppView stale(String name, Instant since, Instant deleteAt) {
    return view(name, "asleep", null, null, new Instant[] {since, deleteAt});
  }

  private static AppView view(
      String name,
      String state,
      @Nullable Instant pinnedUntil,
      @Nullable ProtectionView production,
      @Nullable Instant[] stale) {
    return new AppView(
        "id-" + name,
        name,
        "default",
        "local",
        "laptop",
        "here",
        state,
        Run.NOW.minusSeconds(180),
        Run.NOW.minusSeconds(12),
        state.equals("awake") ? Run.NOW.plusSeconds(18) : null,
        List.of(name + ".localhost"),
        "http://" + name + ".localhost:8080/",
        null,
        "30s",
        pinnedUntil,
        "250ms",
        "400ms",
        production,
        stale[0],
        stale[1],
        null);
  }

  /** The same app, of which a dry run only tells. */
  static String dryRun(AppView app, String by) {
    return Json.write(app).replace("\"dryRun\":null", "\"dryRun\":\"" + by + "\"");
  }

  static EventView event(long id, String type, String app) {
    CauseView cause = new CauseView("request", "GET /", Map.of());
    Map<String, String> details = Map.of("duration-ms", "120", "tail", "many\nlines");
    return new EventView(id, Run.NOW.minusSeconds(60), type, "id-" + app, app, cause, details);
  }

  static String page(Object... items) {
    return "{\"items\":" + Json.write(items) + ",\"next\":null}";
  }
}
