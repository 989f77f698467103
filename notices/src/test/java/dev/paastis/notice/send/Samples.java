// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.app.EventType;
import dev.paastis.notice.Delivery;
import dev.paastis.notice.Notice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Messages for tests. */
public final class Samples {
  public static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");
  public static final AppId APP = new AppId(new UUID(7, 7));

  private Samples() {}

  public static Notice notice(EventType type, String name) {
    return notice(type, name, Map.of());
  }

  public static Notice notice(EventType type, String name, Map<String, String> details) {
    Cause cause = Cause.of(Cause.Kind.IDLE, "idle for 15m");
    return new Notice(42, T0, type, APP, name, cause, details);
  }

  public static Delivery delivery(Delivery.Form form, Notice... notices) {
    return new Delivery(new UUID(1, 2), "ops", form, List.of(notices), 1, T0);
  }

  public static Delivery asleep(String name) {
    return delivery(Delivery.Form.EVENT, notice(EventType.FELL_ASLEEP, name));
  }
}
