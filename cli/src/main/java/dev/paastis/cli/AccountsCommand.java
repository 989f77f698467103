// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.AccountView;
import dev.paastis.api.BudgetView;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Lists the accounts; its subcommands change them. */
@Command(name = "accounts", description = "List the accounts on platforms, and change them.")
final class AccountsCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  AccountsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonNode page = session.api().get("/accounts");
    if (output.json()) {
      session.terminal().print(Json.pretty(page));
    } else {
      print(Json.items(page, AccountView.class));
    }
    return ExitStatus.DONE.code();
  }

  private void print(List<AccountView> accounts) {
    Table table =
        new Table(
            "ACCOUNT", "PROVIDER", "REGION", "STATE", "APPS", "ASLEEP", "FOUND", "CALLS LEFT");
    for (AccountView account : accounts) {
      table.row(
          Cell.of(account.name() + (account.production() ? " (production)" : "")),
          Cell.of(account.provider()),
          Cell.of(Words.orDash(account.region().isEmpty() ? null : account.region())),
          state(account.state()),
          Cell.of(String.valueOf(account.apps())),
          Cell.of(String.valueOf(account.asleep())),
          Cell.of(String.valueOf(account.found())),
          Cell.of(budgets(account.budgets())));
    }
    table.print(session.terminal());
    accounts.stream()
        .filter(account -> !account.detail().isEmpty())
        .forEach(account -> session.terminal().print(account.name() + ": " + account.detail()));
  }

  static Cell state(String state) {
    return new Cell(
        state,
        switch (state) {
          case "accepted" -> Style.GREEN;
          case "refused" -> Style.RED;
          case "unreachable" -> Style.YELLOW;
          default -> Style.PLAIN;
        });
  }

  private static String budgets(List<BudgetView> budgets) {
    String text =
        budgets.stream()
            .map(budget -> "%d of %d".formatted(budget.left(), budget.burst()))
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "-" : text;
  }
}
