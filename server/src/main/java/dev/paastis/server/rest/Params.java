// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.DurationText;
import dev.paastis.app.EventType;
import dev.paastis.app.StateName;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads request parameters; what cannot be read ends the request, named with what is allowed. */
public final class Params {
  private static final int MAX_LIMIT = 500;
  private static final Duration MAX_WAIT = Duration.ofMinutes(10);

  private Params() {}

  static int limit(int value) {
    return between("limit", value, MAX_LIMIT);
  }

  static int between(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw ProblemException.invalid(name, value, "1 to " + max);
    }
    return value;
  }

  static Duration wait(@Nullable String text) {
    if (text == null) {
      return Duration.ZERO;
    }
    Duration wait = duration("wait", text);
    if (wait.compareTo(MAX_WAIT) > 0) {
      throw ProblemException.invalid("wait", text, "up to 10m");
    }
    return wait;
  }

  static Duration duration(String name, String text) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException | ArithmeticException _) {
      throw ProblemException.invalid(name, text, "a duration such as 90s, 15m or 2h");
    }
  }

  /** A position in the event log; without one the given default. */
  public static long position(String name, @Nullable String text, long otherwise) {
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    try {
      long position = Long.parseLong(text);
      if (position >= 0) {
        return position;
      }
    } catch (NumberFormatException _) {
      // the same answer as for a negative one
    }
    throw ProblemException.invalid(name, text, "a position in the event log, as events carry it");
  }

  /** The name of a state; {@code null} for none. */
  public static @Nullable StateName state(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return StateName.ofWire(text);
    } catch (IllegalArgumentException _) {
      throw ProblemException.invalid(
          "state",
          text,
          Arrays.stream(StateName.values()).map(StateName::wire).collect(Collectors.joining(", ")));
    }
  }

  /** A type of event; {@code null} for none. */
  public static @Nullable EventType type(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return EventType.ofWire(text);
    } catch (IllegalArgumentException _) {
      throw ProblemException.invalid(
          "type",
          text,
          Arrays.stream(EventType.values()).map(EventType::wire).collect(Collectors.joining(", ")));
    }
  }
}
