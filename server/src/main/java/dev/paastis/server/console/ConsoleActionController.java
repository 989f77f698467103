// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.PinRequest;
import dev.paastis.app.TrackedApp;
import dev.paastis.savings.Ledger;
import dev.paastis.savings.LedgerInterval;
import dev.paastis.server.access.SignedIn;
import dev.paastis.server.rest.AppActions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the console's buttons and charts ask for; answers are JSON for its script. */
@RestController
final class ConsoleActionController {
  /** Failures that come at once are told at once; the live stream tells the others. */
  private static final Duration AT_ONCE = Duration.ofMillis(300);

  private static final Duration WAKES_OF = Duration.ofDays(7);

  private final Fleet fleet;
  private final AppActions actions;
  private final Ledger ledger;
  private final InstantSource clock;

  ConsoleActionController(Fleet fleet, AppActions actions, Ledger ledger, InstantSource clock) {
    this.fleet = fleet;
    this.actions = actions;
    this.ledger = ledger;
    this.clock = clock;
  }

  @PostMapping("/apps/{id}/wake")
  Told wake(@AuthenticationPrincipal SignedIn who, @PathVariable String id)
      throws InterruptedException {
    TrackedApp app = fleet.get(who.space(), id);
    boolean done = actions.wake(app, who).endsWithin(AT_ONCE);
    return new Told(app.app().name() + (done ? " is awake" : " is waking…"), id, !done);
  }

  @PostMapping("/apps/{id}/sleep")
  Told sleep(@AuthenticationPrincipal SignedIn who, @PathVariable String id)
      throws InterruptedException {
    TrackedApp app = fleet.get(who.space(), id);
    boolean done = actions.sleep(app, who).endsWithin(AT_ONCE);
    return new Told(app.app().name() + (done ? " is asleep" : " is falling asleep…"), id, !done);
  }

  @PostMapping("/apps/{id}/pin")
  Told pin(
      @AuthenticationPrincipal SignedIn who,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String duration) {
    TrackedApp app = fleet.get(who.space(), id);
    actions.pin(app, new PinRequest(null, duration), who);
    String length = duration == null ? " until it is unpinned" : " for " + duration;
    return new Told(app.app().name() + " stays awake" + length, id, false);
  }

  @PostMapping("/apps/{id}/unpin")
  Told unpin(@AuthenticationPrincipal SignedIn who, @PathVariable String id) {
    TrackedApp app = fleet.get(who.space(), id);
    actions.unpin(app, who);
    return new Told(app.app().name() + " is no longer pinned", id, false);
  }

  @GetMapping(path = "/data/apps/{id}/charts", produces = MediaType.APPLICATION_JSON_VALUE)
  Charts charts(@AuthenticationPrincipal SignedIn who, @PathVariable String id) {
    TrackedApp app = fleet.get(who.space(), id);
    Instant now = clock.instant();
    List<LedgerInterval> week = ledger.intervals(app.id(), now.minus(WAKES_OF), now);
    return Charts.of(week, Strip.Window.ending(now, week));
  }

  /**
   * What to tell the person.
   *
   * @param message one line
   * @param app the app's id
   * @param underWay whether the end is still to come
   */
  record Told(String message, String app, boolean underWay) {}
}
