// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The list of commands in groups, and the words below it. */
final class Help implements IHelpSectionRenderer {
  private static final Map<String, List<String>> GROUPS = groups();

  private static final String[] FOOTER = {
    "",
    "Exit codes:",
    "  0  done",
    "  1  failed, here or at the server (a wake that failed, any 5xx, a check of the doctor)",
    "  2  called in the wrong way",
    "  3  refused by the server (unknown app, wrong token, any 4xx, wake budget used up)",
    "  4  not reachable (no connection, or no answer in time)",
    "",
    "Environment: PAASTIS_HOME, PAASTIS_URL, PAASTIS_TOKEN, PAASTIS_JAVA_HOME, PAASTIS_JAVA_OPTS,",
    "  NO_COLOR. 'paastis COMMAND --help' tells more."
  };

  static void install(CommandLine root) {
    root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new Help());
    root.getCommandSpec().usageMessage().footer(FOOTER).commandListHeading("");
  }

  @Override
  public String render(CommandLine.Help help) {
    List<String> listed = GROUPS.values().stream().flatMap(List::stream).toList();
    help.subcommands().keySet().stream()
        .filter(name -> !listed.contains(name))
        .forEach(name -> {
          throw new IllegalStateException("command '" + name + "' is in no group of the help");
        });
    StringBuilder text = new StringBuilder();
    GROUPS.forEach((title, names) -> text.append(group(help, title, names)));
    return text.toString();
  }

  private static String group(CommandLine.Help help, String title, List<String> names) {
    TextTable table = TextTable.forColumnWidths(help.colorScheme(), 14, 86);
    for (String name : names) {
      CommandLine.Help command = help.subcommands().get(name);
      if (command == null) {
        throw new IllegalStateException("no command '" + name + "' to list");
      }
      String[] description = command.commandSpec().usageMessage().description();
      table.addRowValues("  " + name, String.join(" ", description));
    }
    return "%n%s:%n%s".formatted(title, table);
  }

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("Run", List.of("demo", "serve", "gateway"));
    groups.put(
        "Apps",
        List.of(
            "apps",
            "app",
            "wake",
            "sleep",
            "pin",
            "unpin",
            "protect",
            "unprotect",
            "keep",
            "wake-all"));
    groups.put("When", List.of("explain", "preview", "rules", "windows", "groups"));
    groups.put("Platforms", List.of("accounts", "providers"));
    groups.put("Gateway", List.of("routes", "export", "drains"));
    groups.put("Messages", List.of("hooks", "notifications", "deliveries"));
    groups.put(
        "Look", List.of("events", "wakes", "ignore", "timeline", "output", "doctor", "sign-in"));
    groups.put("Develop", List.of("verify", "bench", "emulate", "format", "schema", "completion"));
    return groups;
  }
}
