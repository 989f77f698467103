// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.account.FoundApp;
import dev.paastis.account.Proposal;
import dev.paastis.account.Takeover;
import dev.paastis.api.DurationText;
import dev.paastis.api.FoundAppView;
import dev.paastis.api.FoundAppView.ProposalView;
import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.Formation;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import dev.paastis.savings.Expectation;
import dev.paastis.savings.PriceList;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns found apps into what the wire and the console show of them. */
public final class FoundAppViews {
  private final AppDirectory apps;
  private final PriceList prices;

  /** Expects savings by that list, of apps that are not among these yet. */
  public FoundAppViews(AppDirectory apps, PriceList prices) {
    this.apps = apps;
    this.prices = prices;
  }

  /** An app found on an account, with its proposal. */
  public FoundAppView of(Account account, Takeover.Candidate candidate) {
    FoundApp app = candidate.app();
    FoundApp.Taken taken = app.taken();
    return new FoundAppView(
        app.ref(),
        app.name(),
        app.hosts(),
        app.running(),
        words(app.formation()),
        app.traits().stream()
            .map(trait -> trait.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .sorted()
            .toList(),
        app.goneAt(),
        taken == null ? null : taken.name(),
        taken == null ? null : AppViews.protection(wall(account, app.ref())),
        proposal(candidate.proposal(), expectation(account, app)));
  }

  private @Nullable Wall wall(Account account, String ref) {
    return apps.all().stream()
        .map(TrackedApp::app)
        .filter(app -> app.account().id().equals(account.id()) && app.ref().equals(ref))
        .findFirst()
        .map(App::wall)
        .orElse(null);
  }

  /** A stopped app's formation is what would run. */
  private @Nullable Expectation expectation(Account account, FoundApp app) {
    return Expectation.of(prices, account.provider(), account.region(), app.formation())
        .orElse(null);
  }

  private static ProposalView proposal(Proposal proposal, @Nullable Expectation expected) {
    return new ProposalView(
        proposal.name(),
        proposal.production(),
        DurationText.format(proposal.idleTimeout()),
        proposal.why(),
        expected == null ? null : expected.monthlyPrice().doubleValue(),
        expected == null ? null : expected.monthlySaving().doubleValue(),
        expected == null ? null : expected.currency().getCurrencyCode(),
        expected == null ? "" : expected.assumption());
  }

  /** For example {@code 2 web M, 1 worker S}. */
  private static String words(Formation formation) {
    return formation.processes().stream()
        .filter(process -> process.quantity() > 0)
        .map(process ->
            "%d %s %s".formatted(process.quantity(), process.name(), process.size()).strip())
        .collect(Collectors.joining(", "));
  }
}
