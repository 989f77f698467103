// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import picocli.CommandLine;

/** Assembles the commands of rules, windows and groups, which have the same shape. */
final class PolicyCommands {
  private PolicyCommands() {}

  /** Adds all of them. */
  static void addTo(CommandLine root, Session session) {
    root.addSubcommand(
        shaped(session, PolicyKind.RULE)
            .addSubcommand(new RuleMoveCommand(session))
            .addSubcommand(new RuleTestCommand(session)));
    root.addSubcommand(
        shaped(session, PolicyKind.WINDOW).addSubcommand(new WindowExceptCommand(session)));
    root.addSubcommand(shaped(session, PolicyKind.GROUP));
  }

  private static CommandLine shaped(Session session, PolicyKind kind) {
    CommandLine list = new CommandLine(new PolicyListCommand(session, kind));
    list.getCommandSpec().name(kind.command()).usageMessage().description(kind.description());
    return list.addSubcommand(example(new PolicyShowCommand(session, kind), kind, "show NAME"))
        .addSubcommand(example(new PolicyPutCommand(session, kind), kind, "put FILE"))
        .addSubcommand(example(new PolicyDeleteCommand(session, kind), kind, "delete NAME"));
  }

  private static CommandLine example(Object command, PolicyKind kind, String words) {
    CommandLine line = new CommandLine(command);
    String text = words.replace("NAME", "my-" + kind.word()).replace("FILE", kind.word() + ".json");
    line.getCommandSpec()
        .usageMessage()
        .footer("", "Example: paastis %s %s".formatted(kind.command(), text));
    return line;
  }
}
