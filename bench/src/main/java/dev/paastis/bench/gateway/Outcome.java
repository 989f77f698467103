// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.PrintStream;
import java.util.List;

/** What a case gave: a row for each contestant, and whether ours met the bar. */
record Outcome(Case what, String command, List<Row> rows) {
  private static final String OURS = "paastis";

  boolean met() {
    List<Row> ours = rows.stream().filter(row -> row.name().startsWith(OURS)).toList();
    return !ours.isEmpty() && ours.stream().allMatch(this::meets);
  }

  private boolean meets(Row row) {
    if (row.failure() != null || row.errors() > 0) {
      return false;
    }
    return switch (what.kind()) {
      case SOCKETS -> row.residentKib() <= what.bar();
      case ROUTES -> row.ratio() == 0 || row.ratio() >= what.bar();
      case PLAIN, SECURE ->
          row.ratio() >= what.bar() && (what != Case.SMALL || row.p99Ratio() <= Case.MOST_P99);
    };
  }

  void print(PrintStream out) {
    out.printf("%n%s (%s)%n  %s%n", what.title(), what.word(), command);
    if (what.kind() == Case.Kind.SOCKETS) {
      out.printf("  %-24s %12s%n", "", "KiB each");
    } else {
      out.printf(
          "  %-24s %10s %10s %10s %7s %9s %7s %8s %9s%n",
          "", "per second", "least", "most", "ratio", "p99 ms", "ratio", "CPU us", "RSS MiB");
    }
    rows.forEach(row -> print(row, out));
    out.printf("  bar: %s: %s%n", what.barText(), met() ? "met" : "MISSED");
  }

  private void print(Row row, PrintStream out) {
    if (row.failure() != null) {
      out.printf("  %-24s not measured: %s%n", row.name(), row.failure());
    } else if (what.kind() == Case.Kind.SOCKETS) {
      out.printf("  %-24s %12.1f%s%n", row.name(), row.residentKib(), errors(row));
    } else {
      out.printf(
          "  %-24s %10.0f %10.0f %10.0f %7s %9.2f %7s %8.1f %9.0f%s%n",
          row.name(),
          row.perSecond().median(),
          row.perSecond().min(),
          row.perSecond().max(),
          ratio(row.ratio()),
          row.p99Micros().median() / 1000,
          ratio(row.p99Ratio()),
          row.cpuMicros().median(),
          row.residentKib() / 1024,
          errors(row));
    }
  }

  private static String ratio(double value) {
    return value == 0 ? "" : "%.2f".formatted(value);
  }

  private static String errors(Row row) {
    return row.errors() == 0 ? "" : "  " + row.errors() + " ERRORS";
  }
}
