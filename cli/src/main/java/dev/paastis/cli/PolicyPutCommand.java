// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.PolicyItemView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Adds or changes a rule, window or group. */
@Command(name = "put", description = "Add or change one; it counts at once.")
final class PolicyPutCommand implements Callable<Integer> {
  private final Session session;
  private final PolicyKind kind;

  @Parameters(
      paramLabel = "FILE",
      description = "JSON with the keys of paastis.yml; - for standard input.")
  private String file = "";

  @Option(names = "--name", paramLabel = "NAME", description = "Its name, if not in the file.")
  private @Nullable String name;

  PolicyPutCommand(Session session, PolicyKind kind) {
    this.session = session;
    this.kind = kind;
  }

  @Override
  public Integer call() {
    JsonNode body = PolicyBody.read(file);
    JsonNode answer = session.api().put(kind.path(name(body)), body);
    PolicyItemView item = Json.as(answer, PolicyItemView.class);
    session
        .terminal()
        .print("%s '%s' is in force; apps: %d".formatted(kind.word(), item.name(), item.selects()));
    return ExitStatus.DONE.code();
  }

  private String name(JsonNode body) {
    String given = name == null ? body.path("name").asString("") : name;
    if (given.isBlank()) {
      throw new Failure(ExitStatus.USAGE, "no name: give one with --name, or in the file");
    }
    return given;
  }
}
