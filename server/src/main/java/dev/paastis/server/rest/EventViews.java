// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.CauseView;
import dev.paastis.api.EventView;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns events into what the wire and the console show of them. */
public final class EventViews {
  private final AppDirectory apps;

  /** Takes the apps' names from there. */
  public EventViews(AppDirectory apps) {
    this.apps = apps;
  }

  /** The event as it is shown. */
  public EventView of(Event event) {
    AppId app = event.app();
    return new EventView(
        event.id(),
        event.at(),
        event.type().wire(),
        app == null ? null : app.toString(),
        name(event),
        cause(event.cause()),
        event.details());
  }

  /** A removed app's name stands in its last event. */
  private @Nullable String name(Event event) {
    AppId app = event.app();
    return app == null
        ? null
        : apps.find(app)
            .map(known -> known.app().name())
            .orElseGet(() -> event.details().get("name"));
  }

  private static CauseView cause(Cause cause) {
    return new CauseView(
        cause.kind().name().toLowerCase(Locale.ROOT), cause.summary(), cause.details());
  }
}
