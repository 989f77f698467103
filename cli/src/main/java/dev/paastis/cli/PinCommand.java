// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.AppView;
import dev.paastis.api.DurationText;
import dev.paastis.api.PinRequest;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps an app awake. */
@Command(name = "pin", description = "Keep an app awake, for a time or until unpinned.")
final class PinCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "Name or id of the app.")
  private String name = "";

  @ArgGroup private End end = new End();

  PinCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ApiClient api = session.api();
    PinRequest request = end.request();
    String id = Json.as(session.app(api, name), AppView.class).id();
    AppView app = Json.as(api.post("/apps/" + Session.encode(id) + "/pin", request), AppView.class);
    String pin = AppCells.pin(app.pinnedUntil(), session.now());
    session.terminal().print("'%s' is pinned %s".formatted(app.name(), pin));
    return ExitStatus.DONE.code();
  }

  /** How the pin ends: one of the two, or never. */
  static final class End {
    @Option(names = "--for", paramLabel = "DURATION", description = "For so long, like 90s or 2h.")
    private @Nullable String length;

    @Option(names = "--until", paramLabel = "TIME", description = "Until 2026-12-24T18:00:00Z.")
    private @Nullable Instant until;

    PinRequest request() {
      String text = length;
      return new PinRequest(
          until, text == null ? null : DurationText.format(Durations.positive("--for", text)));
    }
  }
}
