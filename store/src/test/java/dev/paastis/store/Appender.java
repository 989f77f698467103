// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.SpaceId;
import dev.paastis.schedule.Ticker;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** A process of its own that owns a home and appends events for ever: made to be killed. */
final class Appender {
  private static final Instant AT = Instant.EPOCH;
  private static final Cause CAUSE = Cause.of(Cause.Kind.RECOVERY, "on purpose");

  private Appender() {}

  public static void main(String[] args) {
    HomeLock lock = HomeLock.take(Path.of(args[0]));
    EmbeddedServer server = EmbeddedServer.start(lock, Ticker.system());
    Store store = Store.open(StoreSettings.of(server.url(), InstantSource.fixed(AT)));
    SpaceId space = store.spaces().ensure("child");
    while (true) {
      Event event = new Event(0, space, null, AT, EventType.TAKEN_UP, CAUSE, Map.of());
      System.out.println("event " + store.events().append(event).id());
    }
  }
}
