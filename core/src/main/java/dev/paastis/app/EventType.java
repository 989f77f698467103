// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.util.Locale;

/** What can happen. */
public enum EventType {
  /** An app became known. */
  APP_ADDED,
  /** An app is no longer declared or no longer exists at the provider; detail {@code name}. */
  APP_REMOVED,
  /** A wake began. */
  WAKE_STARTED,
  /** A wake ended well; detail {@code duration-ms}. */
  WOKEN,
  /** A wake failed; details {@code reason} and {@code tail}. */
  WAKE_FAILED,
  /** A wake was refused by a budget. */
  WAKE_REFUSED,
  /** A sleep began. */
  SLEEP_STARTED,
  /** A sleep ended well. */
  FELL_ASLEEP,
  /** A sleep was called off because of activity. */
  SLEEP_CALLED_OFF,
  /** A sleep failed. */
  SLEEP_FAILED,
  /** An app stopped by itself; details {@code exit-code} and {@code tail}. */
  CRASHED,
  /** Somebody else started an app: adopted. */
  FOUND_AWAKE,
  /** Somebody deployed or restarted an app that was awake: left alone for a while. */
  DEPLOYED,
  /** In a dry run, an app would have fallen asleep; detail {@code why}. */
  WOULD_SLEEP,
  /** In a dry run, an app would have been started at the end of a window; detail {@code why}. */
  WOULD_WAKE,
  /**
   * An app was not started at the end of a window, since nobody used it; detail {@code mornings}.
   */
  MORNING_SKIPPED,
  /** Somebody else stopped an app: noted. */
  FOUND_ASLEEP,
  /** The provider's answer is unknown; it is being asked. */
  BECAME_UNKNOWN,
  /** Kept awake by a pin. */
  PINNED,
  /** A pin was taken off. */
  UNPINNED,
  /** An operation left half done was taken up. */
  TAKEN_UP,
  /** An app was marked as production; detail {@code reason}. */
  PROTECTED,
  /** An app is production no longer; detail {@code reason}. */
  UNPROTECTED,
  /** A person lifted a production app's protection; detail {@code reason}. */
  PROTECTION_LIFTED,
  /** A production app's protection stands again. */
  PROTECTION_RESTORED,
  /**
   * A review app was not used for as long as a rule says; details {@code unused-since}, {@code
   * rule}.
   */
  STALE_FOUND,
  /** A stale app will be deleted; details {@code delete-at}, {@code unused-since}, {@code rule}. */
  STALE_WARNING,
  /**
   * Somebody keeps an app from deletion, or does so no longer; details {@code reason}, {@code
   * until}.
   */
  STALE_KEPT,
  /**
   * A stale app was deleted at its platform; details {@code name}, {@code hosts}, {@code
   * formation}, {@code rule} and more.
   */
  APP_DELETED,
  /** The platform refused to delete a stale app; detail {@code reason}. */
  DELETION_FAILED,
  /** An account was added; detail {@code account}. */
  ACCOUNT_ADDED,
  /** An account's credentials were replaced; detail {@code account}. */
  ACCOUNT_ROTATED,
  /** An account was marked as production, or no longer; details {@code account}, {@code mark}. */
  ACCOUNT_MARKED,
  /** An account was removed; details {@code account} and {@code left-asleep}. */
  ACCOUNT_REMOVED,
  /** An account's platform refuses us; details {@code account} and {@code reason}. */
  ACCOUNT_REFUSED,
  /** An account's platform takes us again; detail {@code account}. */
  ACCOUNT_ACCEPTED,
  /** Routes were read again, and are not in force; details {@code file} and {@code reason}. */
  ROUTES_REFUSED,
  /** Routes are in force again that were not; detail {@code file}. */
  ROUTES_ACCEPTED,
  /** A hook was against a sleep; details {@code hook}, {@code reason} and {@code until}. */
  SLEEP_VETOED,
  /**
   * A hook failed or did not answer in time; details {@code hook}, {@code reason}, {@code then}.
   */
  HOOK_FAILED,
  /** A message was given up; details {@code channel}, {@code delivery} and {@code reason}. */
  DELIVERY_FAILED,
  /** A channel's receiver wants no more messages; details as of a message given up. */
  CHANNEL_CLOSED;

  private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in API and database, for example {@code wake-started}. */
  public String wire() {
    return wire;
  }

  /**
   * The type of that wire name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static EventType ofWire(String wire) {
    for (EventType type : values()) {
      if (type.wire.equals(wire)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no such event type: " + wire);
  }
}
