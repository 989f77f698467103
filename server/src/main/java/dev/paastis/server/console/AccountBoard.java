// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.AccountView;
import dev.paastis.api.FoundAppView;
import dev.paastis.app.Account;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.server.rest.AccountDesk;
import dev.paastis.server.rest.AccountViews;
import dev.paastis.server.rest.FoundAppViews;
import java.util.Comparator;
import java.util.List;

/** What the pages show of the accounts: never a credential. */
final class AccountBoard {
  private final AccountDesk desk;
  private final AccountViews views;
  private final FoundAppViews found;
  private final Platforms platforms;

  AccountBoard(AccountDesk desk, AccountViews views, FoundAppViews found, Platforms platforms) {
    this.found = found;
    this.desk = desk;
    this.views = views;
    this.platforms = platforms;
  }

  /** All accounts of a space; none, and said to be so, while the database is away. */
  Overview overview(SpaceId space) {
    try {
      List<Line> lines = views.of(desk.all(space)).stream().map(this::line).toList();
      return new Overview(
          lines, lines.stream().mapToInt(line -> line.view().asleep()).sum(), false);
    } catch (StoreUnavailableException _) {
      return new Overview(List.of(), 0, true);
    }
  }

  /** The account of that id or name. */
  Line get(SpaceId space, String id) {
    return line(views.of(desk.get(space, id)));
  }

  /** What was found on it: first what waits for a decision, then what was taken over. */
  Found found(SpaceId space, String id) {
    Account account = desk.get(space, id);
    List<FoundAppView> apps =
        desk.candidates(account).stream()
            .map(candidate -> found.of(account, candidate))
            .sorted(Comparator.comparing((FoundAppView app) -> app.takenAs() != null))
            .toList();
    return new Found(apps, apps.stream().anyMatch(app -> app.proposal().monthlySaving() != null));
  }

  private Line line(AccountView view) {
    return new Line(
        view,
        platforms.title(view.provider()),
        platforms.knows(view.provider()),
        view.origin().equals("console"),
        !platforms.secrets(view.provider()).isEmpty());
  }

  /**
   * The page of all accounts.
   *
   * @param lines the accounts
   * @param asleep apps that sleep on them
   * @param away whether the database cannot be reached
   */
  record Overview(List<Line> lines, int asleep, boolean away) {}

  /**
   * An account as it is shown.
   *
   * @param view the account
   * @param title its platform's name for people
   * @param finds whether its apps are found and taken over, not declared
   * @param ours whether it is changed here, not in the file
   * @param credentials whether it has any
   */
  record Line(AccountView view, String title, boolean finds, boolean ours, boolean credentials) {}

  /**
   * What was found on an account.
   *
   * @param apps those that wait first
   * @param savings whether an expected saving is known of any
   */
  record Found(List<FoundAppView> apps, boolean savings) {
    /** Those that wait for a decision. */
    public long waiting() {
      return apps.stream().filter(app -> app.takenAs() == null && app.gone() == null).count();
    }
  }
}
