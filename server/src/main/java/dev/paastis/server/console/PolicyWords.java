// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says in sentences what rules, windows and groups say in the keys of the file. */
final class PolicyWords {
  private static final Set<String> CONDITIONS =
      Set.of("pattern", "kinds", "labels", "account", "provider", "group");

  /** A name is the title; what a rule expects of its own pattern was tested when it was read. */
  private static final Set<String> ELSEWHERE = Set.of("name", "expect", "members");

  /** What a window is first asked for. */
  private static final Set<String> WEEK = Set.of("awake", "pause");

  private PolicyWords() {}

  /** Which apps a rule is about. */
  static String about(Map<String, Object> rule) {
    String conditions =
        rule.entrySet().stream()
            .filter(said -> CONDITIONS.contains(said.getKey()))
            .map(said -> condition(said.getKey(), text(said.getValue())))
            .collect(joining(", "));
    return conditions.isEmpty() ? "no app" : "apps " + conditions;
  }

  private static String condition(String key, String value) {
    return switch (key) {
      case "pattern" -> "whose name matches " + value;
      case "kinds" -> "of kind " + value;
      case "labels" -> "labelled " + value;
      case "account" -> "of account " + value;
      case "provider" -> "on " + value;
      default -> "of group " + value;
    };
  }

  /** What a rule, window or group says, a sentence each. */
  static List<String> says(Map<String, Object> body) {
    return body.entrySet().stream()
        .filter(said -> !CONDITIONS.contains(said.getKey()) && !ELSEWHERE.contains(said.getKey()))
        .sorted(Comparator.comparing(said -> !WEEK.contains(said.getKey())))
        .map(said -> sentence(said.getKey(), said.getValue()))
        .toList();
  }

  private static String sentence(String key, Object value) {
    String text = text(value);
    boolean yes = text.equals("true");
    return switch (key) {
      case "idle-timeout" -> "asleep after " + text + " without activity";
      case "app_max_idle_time" -> "asleep after " + text + " min without activity";
      case "minimum-awake" -> "awake for " + text + " at least";
      case "grace" -> "left alone for " + text + " after a deploy or a start by hand";
      case "never-sleep" -> yes ? "never asleep by a rule" : "may sleep";
      case "ignore" -> yes ? "left alone altogether" : "not left alone";
      case "dry-run" -> yes ? "dry run: everything is told, nothing is done" : "no dry run";
      case "windows" -> text.isEmpty() ? "paused by no window" : "paused by " + text;
      case "wakes-per-hour" -> "woken by requests " + text + " times an hour at most";
      case "wakes-per-day" -> "woken by requests " + text + " times a day at most";
      case "stale-after" -> "stale after " + text + " without use";
      case "delete-stale" -> yes ? "deleted when stale, after warnings" : "kept when stale";
      case "busy" -> busy(text);
      case "join-group", "app_group", "group_name" -> "together in group " + text;
      case "linked_apps" -> "each needs " + text;
      case "app_name" -> "hosts of that name mean " + text;
      case "awake" -> "awake " + text + ", paused at all other times";
      case "pause" -> "paused " + text;
      case "zone" -> "by the clock of " + text;
      case "apps" -> "for apps whose name matches " + text;
      case "requests" -> "meanwhile " + requests(text);
      case "quiet" -> "an app in use is paused after " + text + " without activity";
      case "start" -> yes ? "started again at the end" : "not started again at the end";
      case "unused-mornings" -> "not started again after " + text + " starts without use";
      case "holidays" -> "public holidays of " + text + " are days off";
      case "days-off" -> "days off: " + text;
      case "work-on" -> "worked although a day off: " + text;
      case "absence" -> "days off by the calendar " + text;
      case "exceptions" -> "exceptions: " + text;
      case "wait-for" -> "a request waits for " + text;
      default -> key + ": " + text;
    };
  }

  private static String busy(String text) {
    return switch (text) {
      case "false" -> "no work without requests keeps it awake";
      case "true" -> "work without requests keeps it awake";
      default -> "work without requests keeps it awake from " + text;
    };
  }

  private static String requests(String choice) {
    return switch (choice) {
      case "click" -> "a click wakes";
      case "refuse" -> "requests are refused";
      default -> "a request wakes";
    };
  }

  private static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(PolicyWords::text).collect(joining(", "));
    }
    return value instanceof Map<?, ?> map
        ? map.entrySet().stream()
            .map(entry -> entry.getKey() + " " + text(entry.getValue()))
            .collect(joining(" "))
        : String.valueOf(value);
  }
}
