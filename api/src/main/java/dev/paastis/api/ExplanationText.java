// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An explanation as a text that people read: one sentence, the rows of precedence with the one that
 * decides, and what holds. A value.
 */
public final class ExplanationText {
  /** What the row begins with that decides. */
  public static final String DECIDES = "> ";

  private static final String BESIDE = "  ";
  private static final String NOBODY = "-";

  private final ExplanationView view;
  private final WhenText when;

  /** The text of that explanation, with times in that zone. */
  public ExplanationText(ExplanationView view, Instant now, ZoneId zone) {
    this.view = view;
    this.when = new WhenText(now, zone);
  }

  /** The verdict in one sentence. */
  public String sentence() {
    return view.later() ? laterSentence() : nowSentence();
  }

  /** All of it, line by line; the sentence is the first. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(sentence());
    String next = next();
    if (!next.isEmpty()) {
      lines.add(next);
    }
    lines.add("");
    if (!view.state().equals("awake")) {
      lines.add("Were it awake, the rows would say:");
    }
    lines.addAll(chain());
    lines.add("");
    lines.add("Selected by: " + (view.rules().isEmpty() ? "no rule" : rules()));
    lines.add("What holds:");
    lines.addAll(policy());
    return List.copyOf(lines);
  }

  private String nowSentence() {
    String name = view.name();
    return switch (view.state()) {
      case "awake" -> view.verdict().equals("awake") ? awakeSentence() : dueSentence();
      case "asleep" -> "%s is asleep since %s%s.".formatted(name, since(), because(view.why()));
      case "falling-asleep" ->
          "%s is falling asleep since %s%s.".formatted(name, since(), because(view.why()));
      case "waking" ->
          "%s is being woken since %s%s.".formatted(name, since(), because(view.why()));
      default ->
          "It is not known whether %s is awake, since %s%s; its platform is asked again."
              .formatted(name, since(), because(view.why()));
    };
  }

  private String awakeSentence() {
    Instant until = view.decisive().until();
    Instant sleep = view.nextSleep();
    boolean sooner = until != null && sleep != null && sleep.isBefore(until);
    String length = until == null || sooner || isInUse() ? "" : " until " + when.of(until);
    return "%s is awake%s, %s.".formatted(view.name(), length, reason());
  }

  private String dueSentence() {
    return view.dryRun() == null
        ? "%s is awake and about to fall asleep, %s.".formatted(view.name(), reason())
        : "%s would fall asleep now, %s; nothing is done, since %s makes it a dry run."
            .formatted(view.name(), reason(), view.dryRun());
  }

  private String laterSentence() {
    String begin = upper(when.at(view.at())) + ", if nothing happens until then, ";
    if (view.state().equals("awake")) {
      boolean sleeps = view.verdict().equals("sleep") && view.dryRun() == null;
      return "%s%s is %s, %s.".formatted(begin, view.name(), sleeps ? "asleep" : "awake", reason());
    }
    Instant start = view.nextStart();
    return start != null && !start.isAfter(view.at())
        ? "%s%s was started again %s.".formatted(begin, view.name(), when.at(start))
        : "%s%s is as it is now: %s.".formatted(begin, view.name(), view.state());
  }

  /** What comes after that, where the sentence does not say so; empty for nothing. */
  public String next() {
    List<String> parts = new ArrayList<>();
    Instant sleep = view.nextSleep();
    if (sleep != null && isNews(sleep)) {
      parts.add(
          "%s %s if nothing happens."
              .formatted(
                  view.dryRun() == null ? "It falls asleep" : "It would fall asleep",
                  when.at(sleep)));
    }
    if (isKeptOnceAwake()) {
      parts.add("Once awake it stays so, %s.".formatted(reason()));
    }
    Instant start = view.nextStart();
    if (view.later() && start != null && !start.isAfter(view.at())) {
      return "";
    }
    if (view.onRequest() != null && !view.state().equals("waking")) {
      parts.add(upper(view.onRequest()) + ".");
    }
    if (start != null) {
      parts.add("It is started by itself " + when.at(start) + ".");
    } else if (view.waitsForRequest()) {
      parts.add("It is not started by itself: nobody used it after its last starts.");
    }
    return String.join(" ", parts);
  }

  private boolean isNews(Instant sleep) {
    boolean said = sleep.equals(view.decisive().until()) && !isInUse();
    return view.later() || (view.verdict().equals("awake") && !said);
  }

  private boolean isKeptOnceAwake() {
    return view.state().equals("asleep")
        && view.decisive().effect().equals("awake")
        && !view.decisive().row().equals("idle");
  }

  private boolean isInUse() {
    return view.decisive().row().equals("in-use");
  }

  /** Why, as the row says that decides. */
  private String reason() {
    ReasonView row = view.decisive();
    String member =
        view.decidedFor().equals(view.name())
            ? ""
            : "of %s in its group: ".formatted(view.decidedFor());
    if (row.row().equals("pin") && row.by() != null) {
      return "because " + member + row.by() + " pinned " + (member.isEmpty() ? "it" : "that app");
    }
    String by = row.by() == null ? "" : " (" + row.by() + ")";
    return "because " + member + sentence(row) + by;
  }

  /** What a row says, as part of a sentence. */
  private static String sentence(ReasonView row) {
    return switch (row.row()) {
      case "idle" -> row.effect().equals("sleep") ? "there was " + row.text() : row.text();
      case "minimum-awake" -> "it stays " + row.text();
      default -> row.text();
    };
  }

  private static String because(@Nullable String why) {
    return why == null ? "" : ": " + why;
  }

  private String since() {
    return when.of(view.since());
  }

  private String rules() {
    return String.join(", ", view.rules());
  }

  private List<String> chain() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("  ROW", "WANTS", "UNTIL", "SAID BY", "BECAUSE"));
    for (ReasonView row : view.chain()) {
      Instant until = row.until();
      rows.add(
          List.of(
              (row.decides() ? DECIDES : BESIDE) + row.row(),
              row.effect().equals("none") ? NOBODY : row.effect(),
              until == null ? NOBODY : when.of(until),
              row.by() == null ? NOBODY : row.by(),
              row.text()));
    }
    return aligned(rows);
  }

  private List<String> policy() {
    List<List<String>> rows = new ArrayList<>();
    for (PolicyValueView value : view.policy()) {
      rows.add(List.of("  " + value.key(), value.value(), value.by()));
    }
    return aligned(rows);
  }

  private static List<String> aligned(List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = rows.stream().mapToInt(one -> one.get(column).length()).max().orElse(0);
        line.append(row.get(i)).repeat(' ', width - row.get(i).length() + 2);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static String upper(String text) {
    return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }
}
