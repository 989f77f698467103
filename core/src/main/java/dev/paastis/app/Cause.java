// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.util.Map;

/**
 * Why something happened: kept with every wake, sleep and event, so that "who woke it" has an
 * answer.
 *
 * @param kind what sort of cause
 * @param summary one line for people
 * @param details what is known besides, for example {@code address}, {@code agent}, {@code path},
 *     {@code who}
 */
public record Cause(Kind kind, String summary, Map<String, String> details) {
  /** Copies the details. */
  public Cause {
    details = Map.copyOf(details);
  }

  /** A cause without details. */
  public static Cause of(Kind kind, String summary) {
    return new Cause(kind, summary, Map.of());
  }

  /** Where a cause comes from. */
  public enum Kind {
    /** A request at the gateway. */
    REQUEST,
    /** A person, by console, command line or API. */
    PERSON,
    /** The idle timeout. */
    IDLE,
    /** The beginning or the end of a window. */
    WINDOW,
    /** Another member of the same group. */
    GROUP,
    /** Someone else, seen at the provider. */
    DRIFT,
    /** An operation that an engine left half done. */
    RECOVERY,
    /** The configuration. */
    CONFIGURATION
  }
}
