// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.KeepRequest;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps a review app from being deleted. */
@Command(
    name = "keep",
    description = "Keep a review app that nobody uses from being deleted; the reason is kept.")
final class KeepCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "Name or id of the app.")
  private String name = "";

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Choice choice = new Choice();

  KeepCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ApiClient api = session.api();
    String id = session.app(api, name).path("id").stringValue();
    String path = "/apps/" + Session.encode(id) + "/keep";
    Keeping keeping = choice.keeping;
    if (choice.off || keeping == null) {
      api.delete(path);
      session.terminal().print("'%s' is no longer kept: rules count again".formatted(name));
      return ExitStatus.DONE.code();
    }
    api.post(path, new KeepRequest(keeping.until, keeping.reason));
    String until = keeping.until == null ? "for good" : "until " + keeping.until;
    session.terminal().print("'%s' is kept %s".formatted(name, until));
    return ExitStatus.DONE.code();
  }

  /** One of the two. */
  static final class Choice {
    @Option(names = "--off", required = true, description = "Keep it no longer.")
    private boolean off;

    @ArgGroup(exclusive = false)
    private @Nullable Keeping keeping;
  }

  /** Why and how long. */
  static final class Keeping {
    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why, in your own words.")
    private String reason = "";

    @Option(
        names = "--until",
        paramLabel = "TIME",
        description = "Until 2026-12-24T18:00:00Z; for good when missing.")
    private @Nullable Instant until;
  }
}
