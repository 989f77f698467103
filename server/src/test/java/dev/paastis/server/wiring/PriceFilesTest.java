// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.account.FoundApp;
import dev.paastis.account.Proposal;
import dev.paastis.account.Takeover;
import dev.paastis.api.FoundAppView.ProposalView;
import dev.paastis.app.Account;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.Formation;
import dev.paastis.app.SpaceId;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.rest.FoundAppViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceFilesTest {
  private static final String COLUMNS =
      "provider,region,size,currency,price_hour,price_month,month_hours,billed_while_stopped,"
          + "confidence,source,as_of\n";

  @TempDir private Path home;

  /** 14.40 x 128 / 168 = 10.971; the app is stopped, and this is what would run. */
  @Test
  void proposal_of_a_stopped_app_says_price_and_saving() {
    ProposalView proposal = proposal("M");

    assertThat(proposal.monthlyPrice()).isEqualTo(14.40);
    assertThat(proposal.monthlySaving()).isEqualTo(10.97);
    assertThat(proposal.currency()).isEqualTo("EUR");
    assertThat(proposal.assumption())
        .isEqualTo("awake 40 of 168 hours a week, at list prices of 2026-07-21");
  }

  @Test
  void proposal_without_a_known_price_says_nothing() {
    ProposalView proposal = proposal("9XL");

    assertThat(proposal.monthlyPrice()).isNull();
    assertThat(proposal.monthlySaving()).isNull();
    assertThat(proposal.currency()).isNull();
    assertThat(proposal.assumption()).isEmpty();
  }

  @Test
  void own_file_corrects_a_price() throws IOException {
    Files.writeString(
        home.resolve("prices.csv"),
        COLUMNS + "scalingo,,M,EUR,,10.50,,no,A,our contract,2026-11-01\n");

    assertThat(proposal("M").monthlyPrice()).isEqualTo(10.50);
    assertThat(proposal("L").monthlyPrice()).isEqualTo(28.80);
  }

  @Test
  void mistake_in_the_own_file_is_told_with_its_line() throws IOException {
    Path own = home.resolve("prices.csv");
    Files.writeString(own, COLUMNS + "scalingo,,M,EUR,,10 euros,,no,A,our contract,2026-11-01\n");

    assertThatThrownBy(() -> PriceFiles.read(home))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .singleElement()
                    .asString()
                    .startsWith(own + ":2: price_month: '10 euros' is wrong; write an amount"));
  }

  private ProposalView proposal(String size) {
    Account account =
        new Account(
            UUID.randomUUID(), new SpaceId(UUID.randomUUID()), "scalingo", "osc-fr1", "agency");
    FoundApp app =
        new FoundApp(
            "1",
            "shop",
            List.of(),
            false,
            Formation.of("web", 1, size),
            Set.of(),
            Instant.EPOCH,
            null,
            null);
    var candidate = new Takeover.Candidate(app, Proposal.of(app, "agency", _ -> false));
    return new FoundAppViews(new AppDirectory(), PriceFiles.read(home))
        .of(account, candidate)
        .proposal();
  }
}
