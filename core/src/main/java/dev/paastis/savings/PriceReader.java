// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.savings;

import dev.paastis.savings.Price.Confidence;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads prices from lines of values between commas, without quoting, and takes nothing that it does
 * not understand: a wrong price is worse than none.
 */
final class PriceReader {
  private static final String COLUMNS =
      "provider,region,size,currency,price_hour,price_month,month_hours,billed_while_stopped,"
          + "confidence,source,as_of";

  private static final int COUNT = COLUMNS.split(",", -1).length;

  /** Platforms round the hour; a factor of ten or a hundred, as of cents, is a mistake. */
  private static final BigDecimal ROUNDING = new BigDecimal("0.05");

  private final String name;
  private final Map<PriceList.Key, Price> prices = new HashMap<>();
  private boolean headed;

  private PriceReader(String name) {
    this.name = name;
  }

  static Map<PriceList.Key, Price> read(String name, String text) {
    PriceReader reader = new PriceReader(name);
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        reader.line(new Line(name + ":" + (i + 1) + ": ", line));
      }
    }
    return reader.result();
  }

  private Map<PriceList.Key, Price> result() {
    if (!headed) {
      throw new IllegalArgumentException(name + " has no columns; its first line is " + COLUMNS);
    }
    return prices;
  }

  private void line(Line line) {
    if (headed) {
      row(line);
    } else if (line.text().equals(COLUMNS)) {
      headed = true;
    } else {
      throw line.wrong("columns", line.text(), COLUMNS);
    }
  }

  private void row(Line line) {
    List<String> values = Arrays.stream(line.text().split(",", -1)).map(String::strip).toList();
    if (values.size() != COUNT) {
      throw line.wrong("row", values.size() + " values", COUNT + " values between commas");
    }
    String provider = line.given("provider", values.getFirst());
    String size = line.given("size", values.get(2));
    if (prices.put(PriceList.Key.of(provider, values.get(1), size), price(line, values)) != null) {
      throw line.wrong("row", line.text(), "one row for each provider, region and size");
    }
  }

  private static Price price(Line line, List<String> values) {
    Price price =
        new Price(
            line.currency(values.get(3)),
            line.amount("price_hour", values.get(4)),
            line.amount("price_month", values.get(5)),
            line.hours(values.get(6)),
            line.flag(values.get(7)),
            line.confidence(values.get(8)),
            line.given("source", values.get(9)),
            line.date(values.get(10)));
    requireAgreement(line, price);
    return price;
  }

  private static void requireAgreement(Line line, Price price) {
    BigDecimal perHour = price.perHour();
    if (perHour == null) {
      return;
    }
    BigDecimal perMonth = price.perMonth();
    Integer hours = price.monthHours();
    if (perMonth == null || hours == null) {
      throw line.wrong("price_hour", perHour.toPlainString(), "price_month and month_hours too");
    }
    BigDecimal difference = perHour.multiply(BigDecimal.valueOf(hours)).subtract(perMonth).abs();
    if (difference.compareTo(perMonth.multiply(ROUNDING)) > 0) {
      throw line.wrong(
          "price_hour", perHour.toPlainString(), "a price that makes price_month in " + hours);
    }
  }

  /** A line and where it stands. */
  private record Line(String at, String text) {
    String given(String column, String value) {
      if (value.isEmpty()) {
        throw wrong(column, value, "a value");
      }
      return value;
    }

    Currency currency(String value) {
      try {
        return Currency.getInstance(value);
      } catch (IllegalArgumentException e) {
        throw wrong("currency", value, "a code of ISO 4217, for example EUR");
      }
    }

    @Nullable BigDecimal amount(String column, String value) {
      if (value.isEmpty()) {
        return null;
      }
      if (!value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
        throw wrong(column, value, "an amount, for example 0.035");
      }
      return new BigDecimal(value);
    }

    @Nullable Integer hours(String value) {
      if (value.isEmpty()) {
        return null;
      }
      if (!value.matches("[67]\\d\\d")) {
        throw wrong("month_hours", value, "the hours of a month, for example 720");
      }
      return Integer.valueOf(value);
    }

    boolean flag(String value) {
      return switch (value) {
        case "yes" -> true;
        case "no" -> false;
        default -> throw wrong("billed_while_stopped", value, "yes or no");
      };
    }

    Confidence confidence(String value) {
      return Arrays.stream(Confidence.values())
          .filter(one -> one.name().equals(value))
          .findFirst()
          .orElseThrow(() -> wrong("confidence", value, "A, B, C or UNCONFIRMED"));
    }

    LocalDate date(String value) {
      try {
        return LocalDate.parse(value);
      } catch (DateTimeException e) {
        throw wrong("as_of", value, "a date, for example 2026-11-20");
      }
    }

    IllegalArgumentException wrong(String column, String value, String rule) {
      return new IllegalArgumentException(
          "%s%s: '%s' is wrong; write %s".formatted(at, column, value, rule));
    }
  }
}
