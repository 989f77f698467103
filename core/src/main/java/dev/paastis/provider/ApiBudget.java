// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The calls that an account may still make, shared by all engines. Every request to a platform's
 * API passes here first. Safe for use by many threads.
 */
public interface ApiBudget {
  /** A budget without bounds, for platforms that have no limit, and for tests of other things. */
  ApiBudget UNLIMITED =
      new ApiBudget() {
        @Override
        public @Nullable Duration admit(ApiLimit limit, Call call) {
          return null;
        }

        @Override
        public void learn(ApiLimit limit, Reading reading) {}

        @Override
        public boolean paces() {
          return false;
        }
      };

  /**
   * Waits for this call's turn: wakes go before sleeps, sleeps before discovery, and the last calls
   * of a bucket are kept for wakes.
   *
   * @return {@code null} when the request may be sent now; otherwise its turn would come after the
   *     call's deadline, in about that time
   */
  @Nullable Duration admit(ApiLimit limit, Call call) throws InterruptedException;

  /** Corrects the bucket by what an answer said of it. */
  void learn(ApiLimit limit, Reading reading);

  /**
   * Whether a request that was refused as one too many is worth sending again, after {@link #admit}
   * has let it pass once more. Without bounds of our own there is nothing to wait for.
   */
  default boolean paces() {
    return true;
  }

  /** Where the calls that it lets pass may go. */
  default AddressRule addresses() {
    return AddressRule.ANYWHERE;
  }

  /**
   * What an answer says of the calls left.
   *
   * @param remaining calls left, {@code null} when it does not say
   * @param exhausted whether the request was refused as one too many
   * @param retryAfter when the next may be sent, {@code null} when it does not say
   */
  record Reading(@Nullable Integer remaining, boolean exhausted, @Nullable Duration retryAfter) {
    /** An answer that says nothing. */
    public static final Reading NOTHING = new Reading(null, false, null);

    /** Whether there is nothing to learn. */
    public boolean saysNothing() {
      return remaining == null && !exhausted;
    }
  }
}
