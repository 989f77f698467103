// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.described;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;

/**
 * A platform of one's own, asked in its own way. Answers are JSON as {@link DescribedProvider}
 * reads it; an order may be answered by nothing, which means that it was accepted. Calls block, end
 * by their call, never throw for what a platform may do, and are safe for use by many threads.
 */
public interface OwnPlatform extends AutoCloseable {
  /** All apps. */
  CallOutcome<String> list(Call call);

  /** One app; a platform that knows none of that name refuses or says so in its answer. */
  CallOutcome<String> status(String ref, Call call);

  /**
   * Starts an app.
   *
   * @param formation what to restore, a JSON object as the platform once said it
   * @param operation on whose behalf, the same again when the order is repeated
   */
  CallOutcome<String> wake(String ref, String formation, String operation, Call call);

  /**
   * Stops an app.
   *
   * @param operation identifies the order
   */
  CallOutcome<String> sleep(String ref, String operation, Call call);

  @Override
  void close();
}
