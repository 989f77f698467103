// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.hook;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a hook says. */
sealed interface Reply {
  /** Nothing against it. */
  record Fine() implements Reply {}

  /**
   * Against it, for that reason; to be asked again after that time, or zero when it did not say.
   */
  record Against(String reason, Duration retry) implements Reply {}

  /** Nothing that counts. */
  record Broken(String why) implements Reply {}

  /** The longest time for which one answer keeps an app awake. */
  Duration LONGEST_RETRY = Duration.ofHours(24);

  /** Reads an answer of HTTP. */
  static Reply ofHttp(int status, String body) {
    Optional<Reply> said = veto(body);
    if (status == 409) {
      return said.orElseGet(() -> new Against(firstLine(body), Duration.ZERO));
    }
    return status / 100 == 2 ? said.orElseGet(Fine::new) : new Broken("it answered " + status);
  }

  /** Reads how a program ended. */
  static Reply ofExit(int code, String output) {
    Optional<Reply> said = veto(output);
    return switch (code) {
      case 0 -> said.orElseGet(Fine::new);
      case 3 -> said.orElseGet(() -> new Against(firstLine(output), Duration.ZERO));
      default -> new Broken("it ended with exit code " + code + ": " + firstLine(output));
    };
  }

  private static Optional<Reply> veto(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    try {
      JsonNode json = JsonMapper.shared().readTree(text);
      JsonNode veto = json.path("veto");
      return veto.isString() && !veto.stringValue().isBlank()
          ? Optional.of(new Against(firstLine(veto.stringValue()), retry(json.path("retry"))))
          : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static Duration retry(JsonNode node) {
    Matcher text =
        Pattern.compile("(\\d{1,6})([smh])").matcher(node.isString() ? node.stringValue() : "");
    if (!text.matches()) {
      return Duration.ZERO;
    }
    long count = Long.parseLong(text.group(1));
    Duration retry =
        switch (text.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofHours(count);
        };
    return retry.compareTo(LONGEST_RETRY) < 0 ? retry : LONGEST_RETRY;
  }

  private static String firstLine(String text) {
    String line =
        text.lines().map(String::strip).filter(one -> !one.isEmpty()).findFirst().orElse("");
    String clean = line.replaceAll("\\p{C}", "");
    if (clean.isEmpty()) {
      return "it gave no reason";
    }
    return clean.length() <= 200 ? clean : clean.substring(0, 199) + "…";
  }
}
