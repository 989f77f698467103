// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.account.Takeover;
import dev.paastis.api.ErrorCode;
import dev.paastis.app.Account;
import dev.paastis.app.TrackedApp;
import dev.paastis.server.access.SignedIn;

/** What people say of apps being production, by API or console. */
public final class ProductionMarks {
  private final AppFinder apps;
  private final AppActions actions;
  private final AccountViews accounts;
  private final Takeover takeover;

  /** Keeps what is said through these. */
  public ProductionMarks(
      AppFinder apps, AppActions actions, AccountViews accounts, Takeover takeover) {
    this.apps = apps;
    this.actions = actions;
    this.accounts = accounts;
    this.takeover = takeover;
  }

  /** Marks the app as production for that reason; a protection that was lifted is restored. */
  public TrackedApp mark(TrackedApp app, String why, SignedIn who) {
    TrackedApp marked = actions.protect(app, why, who);
    return marked.app().walled() ? marked : actions.lift(marked, null, who);
  }

  /**
   * Takes back for that reason that the app is production, also when it was taken over as such.
   *
   * @throws ProblemException {@code conflict} when it is not, or when all of its account is
   */
  public TrackedApp unmark(TrackedApp app, String reason, SignedIn who) {
    AppActions.requireProduction(app);
    Account account = app.app().account();
    if (accounts.of(account).production()) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "all of account '%s' is production; lift the protection of %s, or mark the account"
              .formatted(account.name(), app.app().name()));
    }
    TrackedApp unmarked = actions.unmark(app, reason, who);
    return takeover.unmark(account, false, app.app().ref())
        ? apps.get(account.space(), app.id().toString())
        : unmarked;
  }
}
