// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.app.Formation.ProcessType;
import dev.paastis.savings.Price.Confidence;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceListTest {
  private static final String COLUMNS =
      "provider,region,size,currency,price_hour,price_month,month_hours,billed_while_stopped,"
          + "confidence,source,as_of\n";
  private static final String ROW = "here,,S,EUR,0.01,7.20,720,no,A,its page,2026-11-20\n";

  private final PriceList shipped = Prices.shipped();

  @ParameterizedTest
  @CsvSource({
    "heroku, us, Standard-1X, 25, USD, A",
    "heroku, us, standard-1x, 25, USD, A",
    "heroku, eu, Performance-L-RAM, 500, USD, UNCONFIRMED",
    "heroku, '', dyno-1c-0.5gb, 25, USD, UNCONFIRMED",
    "heroku, us, Private-S, 225, USD, A",
    "scalingo, osc-fr1, M, 14.40, EUR, A",
    "scalingo, osc-fr1, 3XL, 230.40, EUR, B",
    "scalingo, osc-secnum-fr1, 3XL, 276.48, EUR, B",
    "scalingo, osc-secnum-fr1, m, 17.28, EUR, B",
    "clever-cloud, par, nano, 6.00, EUR, A",
    "clever-cloud, mtl, XS, 16.00, EUR, UNCONFIRMED",
    "render, oregon, pro_plus, 175, USD, B",
    "render, oregon, pro plus, 175, USD, B",
    "render, oregon, 4c-8g, 175, USD, B",
    "render, frankfurt, starter, 7, USD, UNCONFIRMED"
  })
  void size_isFoundAsPlatformsWriteIt(
      String provider,
      String region,
      String size,
      String month,
      String currency,
      Confidence confidence) {
    Price price = find(shipped, provider, region, size).orElseThrow();

    assertThat(price.perMonth()).isEqualByComparingTo(month);
    assertThat(price.currency().getCurrencyCode()).isEqualTo(currency);
    assertThat(price.confidence()).isEqualTo(confidence);
    assertThat(price.billedWhileStopped()).isFalse();
  }

  @Test
  void sizeOrPlatformThatIsNotListed_hasNoPrice() {
    assertThat(find(shipped, "heroku", "us", "standard-3x")).isEmpty();
    assertThat(find(shipped, "heroku", "us", "")).isEmpty();
    assertThat(find(shipped, "scalingo", "osc-fr1", "nano")).isEmpty();
    assertThat(find(shipped, "docker", "", "S")).isEmpty();
  }

  @Test
  void flatFeesAndFixedPlans_areBilledWhileStopped() {
    assertThat(find(shipped, "heroku", "eu", "Eco")).get().matches(Price::billedWhileStopped);
    assertThat(find(shipped, "platform-sh", "eu-5.platform.sh", "S"))
        .get()
        .matches(Price::billedWhileStopped);
  }

  @Test
  void rowOfAProcessType_countsBeforeThatOfItsSize() {
    Price cron =
        shipped.find("render", "oregon", new ProcessType("cron_job", 1, "starter")).orElseThrow();

    assertThat(cron.perMonth()).isNull();
  }

  @Test
  void ownRows_countBeforeThoseShipped() {
    PriceList own =
        PriceList.read(
            "own", COLUMNS + "scalingo,,s,EUR,,6.48,,no,A,our contract,2026-12-01\n" + ROW);

    PriceList merged = shipped.with(own);

    assertThat(find(merged, "scalingo", "osc-fr1", "S").orElseThrow().perMonth())
        .isEqualByComparingTo("6.48");
    assertThat(find(merged, "scalingo", "osc-fr1", "M")).isPresent();
    assertThat(find(merged, "here", "", "S")).isPresent();
    assertThat(find(shipped, "here", "", "S")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EUR | euro | currency: 'euro' is wrong; write a code of ISO 4217",
        "0.01 | 1e-2 | price_hour: '1e-2' is wrong; write an amount",
        "7.20 | -7.20 | price_month: '-7.20' is wrong; write an amount",
        "0.01 | 10 | price_hour: '10' is wrong; write a price that makes price_month in 720",
        "7.20 | '' | price_hour: '0.01' is wrong; write price_month and month_hours too",
        "720 | 24 | month_hours: '24' is wrong; write the hours of a month",
        "no | maybe | billed_while_stopped: 'maybe' is wrong; write yes or no",
        "A | D | confidence: 'D' is wrong; write A, B, C or UNCONFIRMED",
        "its page | '' | source: '' is wrong; write a value",
        "2026-11-20 | 20.11.2026 | as_of: '20.11.2026' is wrong; write a date",
        "its page | p. 1, 2 | row: '12 values' is wrong; write 11 values between commas",
      })
  void wrongValue_isToldWithItsLine(String right, String wrong, String message) {
    String text = "# a note\n\n" + COLUMNS + ROW.replace(right, wrong);

    assertThatThrownBy(() -> PriceList.read("prices.csv", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("prices.csv:4: " + message);
  }

  @Test
  void sameSizeTwice_isTold() {
    String text = COLUMNS + ROW + ROW.replace(",S,", ",s,");

    assertThatThrownBy(() -> PriceList.read("prices.csv", text))
        .hasMessageContaining("prices.csv:3: ")
        .hasMessageContaining("one row for each provider, region and size");
  }

  @Test
  void missingColumns_areTold() {
    assertThatThrownBy(() -> PriceList.read("prices.csv", ROW))
        .hasMessageContaining("prices.csv:1: ")
        .hasMessageContaining("write provider,region,size");
    assertThatThrownBy(() -> PriceList.read("prices.csv", "# nothing\n"))
        .hasMessageContaining("prices.csv has no columns");
  }

  private static Optional<Price> find(
      PriceList prices, String provider, String region, String size) {
    return prices.find(provider, region, new ProcessType("web", 1, size));
  }
}
