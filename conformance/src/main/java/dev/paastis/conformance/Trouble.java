// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What goes wrong with a request to a platform. */
public sealed interface Trouble {
  /**
   * Not carried out: status 429.
   *
   * @param retryAfter what its {@code Retry-After} says, {@code null}: there is none
   */
  record TooMany(@Nullable Duration retryAfter) implements Trouble {}

  /**
   * Not carried out: the platform is broken.
   *
   * @param status 500 to 599
   */
  record Broken(int status) implements Trouble {}

  /** Not carried out, and the connection ends without an answer. */
  record CutBefore() implements Trouble {}

  /** Carried out, and the connection ends without an answer. */
  record CutAfter() implements Trouble {}

  /**
   * The answer comes late.
   *
   * @param by real time, whatever the platform's own
   */
  record Late(Duration by) implements Trouble {}

  /** Status 200, with a page instead of what the API should say. */
  record Nonsense() implements Trouble {}

  /** Carried out; the answer has fields that nobody knows, and nulls where the vendor may. */
  record Odd() implements Trouble {}

  /**
   * Carried out; then this happens, and only then the answer is sent.
   *
   * @param what happens
   */
  record Meanwhile(Runnable what) implements Trouble {}
}
