// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the platforms last took the accounts, shared by all engines. Every method may block, is safe
 * for use by many threads, and throws {@link dev.paastis.app.StoreUnavailableException} when the
 * store cannot be reached.
 */
public interface AccountHealth {
  /**
   * Notes how an account was taken. What was noted of a later time stays.
   *
   * @param detail what the platform said, empty when it took the account
   * @return whether the state is another one than before; false too when there is no such account
   */
  boolean note(UUID account, State state, String detail, Instant at);

  /** The health of every account that is not removed. */
  Map<UUID, Health> all();

  /** How a platform takes an account. */
  enum State {
    /** Nobody asked yet. */
    UNCHECKED,
    /** The credentials work. */
    ACCEPTED,
    /** The platform refuses the credentials. */
    REFUSED,
    /** The platform does not answer. */
    UNREACHABLE;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The name in API and database, for example {@code accepted}. */
    public String wire() {
      return wire;
    }

    /**
     * The state of that wire name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static State ofWire(String wire) {
      for (State state : values()) {
        if (state.wire.equals(wire)) {
          return state;
        }
      }
      throw new IllegalArgumentException("no such account health: " + wire);
    }
  }

  /**
   * What is known of one account.
   *
   * @param state how it is taken
   * @param detail what the platform said
   * @param checkedAt when it was asked last, {@code null} when never
   */
  record Health(State state, String detail, @Nullable Instant checkedAt) {}
}
