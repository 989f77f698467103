// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.FoundAppView;
import dev.paastis.api.FoundAppView.ProposalView;
import dev.paastis.api.ProtectionView;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Lists what was found on an account. */
@Command(
    name = "found",
    description = "List the apps found on an account, with a proposal for each.")
final class AccountFoundCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "NAME", description = "Name or id of the account.")
  private String name = "";

  @Option(names = "--refresh", description = "Ask the platform first.")
  private boolean refresh;

  AccountFoundCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String query = refresh ? "?refresh=true" : "";
    JsonNode page = session.api().get("/accounts/" + Session.encode(name) + "/found" + query);
    if (output.json()) {
      session.terminal().print(Json.pretty(page));
    } else {
      print(Json.items(page, FoundAppView.class));
    }
    return ExitStatus.DONE.code();
  }

  private void print(List<FoundAppView> apps) {
    Table table = new Table("APP", "NOW", "RUNS", "TAKEN AS", "PROPOSAL", "SAVES", "BECAUSE");
    for (FoundAppView app : apps) {
      table.row(
          Cell.of(app.name()),
          Cell.of(app.gone() != null ? "gone" : app.running() ? "runs" : "stopped"),
          Cell.of(Words.orDash(app.formation().isEmpty() ? null : app.formation())),
          taken(app),
          proposal(app.proposal()),
          Cell.of(sleeps(app) ? amount(app.proposal()) : "-"),
          Cell.of(app.proposal().why()));
    }
    table.print(session.terminal());
    Savings.of(apps.stream().filter(AccountFoundCommand::sleeps).map(FoundAppView::proposal))
        .forEach(session.terminal()::print);
  }

  private static Cell taken(FoundAppView app) {
    String name = app.takenAs();
    ProtectionView production = app.production();
    if (name == null || production == null) {
      return Cell.of(Words.orDash(name));
    }
    String how = production.standing() ? " (production)" : " (production, protection lifted)";
    return new Cell(name + how, Style.YELLOW);
  }

  private static Cell proposal(ProposalView proposal) {
    return proposal.production()
        ? new Cell("never sleeps: production", Style.YELLOW)
        : Cell.of("sleeps after " + proposal.idleTimeout());
  }

  /** Whether it would sleep as proposed. */
  private static boolean sleeps(FoundAppView app) {
    return app.gone() == null && !app.proposal().production();
  }

  private static String amount(ProposalView proposal) {
    Double saving = proposal.monthlySaving();
    String currency = proposal.currency();
    return saving == null || currency == null
        ? "-"
        : Savings.amount(BigDecimal.valueOf(saving), currency) + " a month";
  }
}
