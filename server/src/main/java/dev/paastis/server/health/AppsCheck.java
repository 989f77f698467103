// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.health;

import dev.paastis.api.CheckView;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppState;
import dev.paastis.app.TrackedApp;
import dev.paastis.server.rest.Check;
import java.util.List;
import java.util.stream.Collectors;

/** Whether every app's state is known. */
public final class AppsCheck implements Check {
  private final AppDirectory directory;

  /** Looks at the apps of that directory. */
  public AppsCheck(AppDirectory directory) {
    this.directory = directory;
  }

  @Override
  public CheckView look() {
    List<TrackedApp> all = directory.all();
    List<TrackedApp> unknown =
        all.stream().filter(app -> app.state() instanceof AppState.Unknown).toList();
    if (unknown.isEmpty()) {
      return new CheckView("apps", "ok", all.size() + " apps, all in a known state", null);
    }
    String names = unknown.stream().map(app -> app.app().name()).collect(Collectors.joining(", "));
    return new CheckView(
        "apps",
        "warning",
        "state unknown: " + names,
        "the provider is asked again and again; see the app's events for its last answer");
  }
}
