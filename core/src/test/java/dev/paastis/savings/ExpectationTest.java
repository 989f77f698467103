// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.savings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpectationTest {
  private final PriceList prices = Prices.shipped();

  /** 2 x 25 + 50 = 100; 128 of 168 hours asleep: 76.190. */
  @Test
  void processesOfSeveralSizes_addUp() {
    Expectation expected =
        of("heroku", "us", web(2, "Standard-1X"), new ProcessType("worker", 1, "standard-2x"))
            .orElseThrow();

    assertThat(expected.monthlyPrice()).isEqualTo("100.00");
    assertThat(expected.monthlySaving()).isEqualTo("76.19");
    assertThat(expected.currency().getCurrencyCode()).isEqualTo("USD");
    assertThat(expected.assumption())
        .isEqualTo("awake 40 of 168 hours a week, at list prices of 2026-08-04");
  }

  /** 17.28 x 128 / 168 = 13.1657. */
  @Test
  void dearerRegion_countsWithItsOwnPrices() {
    Expectation expected = of("scalingo", "osc-secnum-fr1", web(1, "M")).orElseThrow();

    assertThat(expected.monthlyPrice()).isEqualTo("17.28");
    assertThat(expected.monthlySaving()).isEqualTo("13.17");
    assertThat(expected.currency().getCurrencyCode()).isEqualTo("EUR");
  }

  @Test
  void unconfirmedPrice_makesItAnEstimateInWords() {
    Expectation expected = of("clever-cloud", "mtl", web(1, "XS")).orElseThrow();

    assertThat(expected.estimated()).isTrue();
    assertThat(expected.assumption()).endsWith("; an estimate: a price in it is not confirmed");
  }

  @Test
  void freePlan_savesNothing() {
    Expectation expected = of("render", "oregon", web(1, "free")).orElseThrow();

    assertThat(expected.monthlySaving()).isZero();
  }

  @Test
  void unknownSize_leavesNothingToExpect() {
    assertThat(of("heroku", "us", web(1, "basic"), new ProcessType("worker", 1, "huge"))).isEmpty();
  }

  @Test
  void unknownSizeOfWhatDoesNotRun_doesNotMatter() {
    assertThat(of("heroku", "us", web(1, "basic"), new ProcessType("worker", 0, "huge")))
        .isPresent();
  }

  @Test
  void billThatStaysTheSame_leavesNothingToExpect() {
    assertThat(of("heroku", "us", web(1, "Eco"))).isEmpty();
    assertThat(of("heroku", "us", web(1, "basic"), new ProcessType("worker", 1, "eco"))).isEmpty();
    assertThat(of("platform-sh", "", web(1, "L"))).isEmpty();
  }

  @Test
  void nothingThatRuns_leavesNothingToExpect() {
    assertThat(of("heroku", "us")).isEmpty();
    assertThat(of("heroku", "us", web(0, "basic"))).isEmpty();
  }

  @Test
  void severalCurrencies_areNeverAddedUp() {
    String rows =
        """
        provider,region,size,currency,price_hour,price_month,month_hours,billed_while_stopped,confidence,source,as_of
        here,,S,EUR,,7,,no,A,its page,2026-11-20
        here,,M,USD,,7,,no,A,its page,2026-11-20
        """;
    Formation both =
        new Formation(List.of(web(1, "S"), new ProcessType("worker", 1, "M")), Map.of());

    assertThat(Expectation.of(PriceList.read("rows", rows), "here", "", both)).isEmpty();
  }

  private Optional<Expectation> of(String provider, String region, ProcessType... processes) {
    return Expectation.of(prices, provider, region, new Formation(List.of(processes), Map.of()));
  }

  private static ProcessType web(int quantity, String size) {
    return new ProcessType("web", quantity, size);
  }
}
