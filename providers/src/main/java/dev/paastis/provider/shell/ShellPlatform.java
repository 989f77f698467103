// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.shell;

import dev.paastis.described.OwnPlatform;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks by commands. What they are about is in their environment, never in their text: a reference
 * is data, whatever characters it has.
 *
 * @see <a href="https://man.openbsd.org/sysexits.3">sysexits(3), for 75 and 77</a>
 */
final class ShellPlatform implements OwnPlatform {
  private static final int TEMPORARY_FAILURE = 75;
  private static final int NO_PERMISSION = 77;
  private static final int SIGNALS = 128;

  private static final int LINES_SHOWN = 5;
  private static final int LONGEST_LINE = 200;

  private final ShellSettings settings;
  private final Commands commands;
  private final Lanes lanes = new Lanes();

  ShellPlatform(ShellSettings settings, Commands commands) {
    this.settings = settings;
    this.commands = commands;
  }

  @Override
  public CallOutcome<String> list(Call call) {
    return run("list", settings.list(), Map.of(), call);
  }

  @Override
  public CallOutcome<String> status(String ref, Call call) {
    return run("status", settings.status(), Map.of("PAASTIS_REF", ref), call);
  }

  @Override
  public CallOutcome<String> wake(String ref, String formation, String operation, Call call) {
    Map<String, String> variables =
        Map.of("PAASTIS_REF", ref, "PAASTIS_OPERATION", operation, "PAASTIS_FORMATION", formation);
    return run("wake", settings.wake(), variables, call);
  }

  @Override
  public CallOutcome<String> sleep(String ref, String operation, Call call) {
    Map<String, String> variables = Map.of("PAASTIS_REF", ref, "PAASTIS_OPERATION", operation);
    return run("sleep", settings.sleep(), variables, call);
  }

  private CallOutcome<String> run(
      String name, String command, Map<String, String> variables, Call call) {
    if (variables.getOrDefault("PAASTIS_REF", "").indexOf('\0') >= 0) {
      return CallOutcome.refused(Refusal.Kind.NOT_FOUND, "no app has NUL in its reference");
    }
    if (call.expired()) {
      return CallOutcome.unknown("no time was left for the " + name + " command");
    }
    try {
      if (!lanes.enter(call)) {
        return CallOutcome.refused(
            Refusal.Kind.RATE_LIMITED,
            "the %s command was not run: %d others of its kind did not end in time"
                .formatted(name, Lanes.width(call.priority())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CallOutcome.refused(
          Refusal.Kind.RATE_LIMITED, "the " + name + " command was not run: interrupted");
    }
    try {
      return outcome(name, commands.run(command, withSecret(variables), call));
    } finally {
      lanes.leave(call);
    }
  }

  private Map<String, String> withSecret(Map<String, String> variables) {
    Secret secret = settings.secret();
    if (secret == null) {
      return variables;
    }
    Map<String, String> all = new HashMap<>(variables);
    all.put("PAASTIS_SECRET", secret.reveal());
    return all;
  }

  /** The one place where the end of a command becomes an outcome. */
  private static CallOutcome<String> outcome(String name, Ending ending) {
    return switch (ending) {
      case Ending.Exited exited -> outcome(name, exited);
      case Ending.Stopped(String why) ->
          CallOutcome.unknown("the %s command was stopped: %s".formatted(name, why));
      case Ending.NotBegun(String why) ->
          CallOutcome.refused(
              Refusal.Kind.INVALID, "the %s command was not run: %s".formatted(name, why));
    };
  }

  private static CallOutcome<String> outcome(String name, Ending.Exited exited) {
    int code = exited.code();
    String said = lastLines(exited.errors());
    String message =
        "the %s command ended with code %d".formatted(name, code)
            + (said.isEmpty() ? "" : ": " + said);
    return switch (code) {
      case 0 -> CallOutcome.done(exited.output());
      case TEMPORARY_FAILURE -> CallOutcome.unknown(message);
      case NO_PERMISSION -> CallOutcome.refused(Refusal.Kind.FORBIDDEN, message);
      default ->
          code > SIGNALS // ended from outside, at a point that nobody knows
              ? CallOutcome.unknown(message)
              : CallOutcome.refused(Refusal.Kind.INVALID, message);
    };
  }

  private static String lastLines(String errors) {
    List<String> lines =
        errors
            .lines()
            .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
            .filter(line -> !line.isEmpty())
            .map(line -> line.substring(0, Math.min(line.length(), LONGEST_LINE)))
            .toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - LINES_SHOWN))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {}
}
