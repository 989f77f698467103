// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.FoundAppView.ProposalView;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What sleep is expected to save altogether, each currency by itself. Not thread-safe. */
final class Savings {
  private final SortedMap<String, Sum> sums = new TreeMap<>();
  private final SortedSet<String> assumptions = new TreeSet<>();
  private int unknown;

  private Savings() {}

  /** The lines that tell it, none when no saving is known. */
  static List<String> of(Stream<ProposalView> proposals) {
    Savings savings = new Savings();
    proposals.forEach(savings::add);
    return savings.lines();
  }

  static String amount(BigDecimal amount, String currency) {
    return amount.setScale(2, RoundingMode.HALF_UP).toPlainString() + " " + currency;
  }

  private void add(ProposalView proposal) {
    Double saving = proposal.monthlySaving();
    String currency = proposal.currency();
    if (saving == null || currency == null) {
      unknown++;
    } else {
      sums.merge(currency, Sum.of(proposal.monthlyPrice(), saving), Sum::plus);
      assumptions.add(proposal.assumption());
    }
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    sums.forEach((currency, sum) ->
        lines.add(
            "Total: saves %s of %s a month"
                .formatted(amount(sum.saving(), currency), amount(sum.price(), currency))));
    if (!lines.isEmpty() && unknown > 0) {
      lines.add("Not in it: " + unknown + (unknown == 1 ? " app" : " apps") + " without a saving");
    }
    assumptions.stream()
        .filter(assumption -> !assumption.isEmpty())
        .forEach(assumption -> lines.add("Assumed: " + assumption));
    return lines;
  }

  private record Sum(BigDecimal price, BigDecimal saving) {
    static Sum of(@Nullable Double price, double saving) {
      return new Sum(
          BigDecimal.valueOf(price == null ? saving : price), BigDecimal.valueOf(saving));
    }

    Sum plus(Sum other) {
      return new Sum(price.add(other.price), saving.add(other.saving));
    }
  }
}
