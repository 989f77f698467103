// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import dev.paastis.app.AppId;
import dev.paastis.pause.Gateways;
import dev.paastis.schedule.Deadline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Several sorts of gateways as one. All of them hold before any of their words counts. */
public final class AllGateways implements Gateways {
  private final List<Gateways> all;

  /** Asks them in that order: those of this process first, which answer at once. */
  public AllGateways(List<Gateways> all) {
    this.all = List.copyOf(all);
  }

  @Override
  public @Nullable Quiet holdNewRequests(AppId app, Deadline deadline) {
    List<Quiet> words = new ArrayList<>();
    for (Gateways each : all) {
      Quiet word = each.holdNewRequests(app, deadline);
      if (word == null) {
        return null;
      }
      words.add(word);
    }
    return sum(words);
  }

  @Override
  public Quiet activity(AppId app) {
    return sum(all.stream().map(each -> each.activity(app)).toList());
  }

  @Override
  public Map<AppId, Instant> drainActivity() {
    Map<AppId, Instant> drained = new HashMap<>();
    for (Gateways each : all) {
      each.drainActivity()
          .forEach((app, at) -> drained.merge(app, at, (a, b) -> a.isAfter(b) ? a : b));
    }
    return drained;
  }

  static Quiet sum(List<Quiet> words) {
    int inFlight = 0;
    int waiting = 0;
    Instant last = null;
    for (Quiet word : words) {
      inFlight += word.inFlight();
      waiting += word.waiting();
      Instant at = word.lastActivity();
      last = last == null || (at != null && at.isAfter(last)) ? at : last;
    }
    return new Quiet(inFlight, waiting, last);
  }
}
