// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.app.Account;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Rights;
import java.util.List;

/** What became of a wish about an account. */
public sealed interface AccountOutcome {
  /**
   * Done; the platform takes the credentials.
   *
   * @param account as it now stands
   * @param rights what the credentials allow
   */
  record Accepted(Account account, Rights rights) implements AccountOutcome {}

  /**
   * Nothing was changed: the platform does not take the credentials.
   *
   * @param refusal its word
   */
  record Refused(Refusal refusal) implements AccountOutcome {}

  /**
   * Nothing was changed: the platform did not answer.
   *
   * @param cause for people
   */
  record Unanswered(String cause) implements AccountOutcome {}

  /**
   * Nothing was changed: what was asked for makes no sense.
   *
   * @param problems each with what to write instead
   */
  record Invalid(List<String> problems) implements AccountOutcome {}

  /**
   * Nothing was changed: apps of the account are asleep and could not be woken.
   *
   * @param apps their names, each with why
   */
  record LeavesAsleep(List<String> apps) implements AccountOutcome {}

  /** Removed. */
  record Removed() implements AccountOutcome {}

  /** There is no such account, or the file declares it. */
  record NoSuchAccount() implements AccountOutcome {}
}
