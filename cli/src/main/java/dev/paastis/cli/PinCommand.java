// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.AppView;
import dev.paastis.api.DurationText;
import dev.paastis.api.PinRequest;
import dev.paastis.api.PolicyItemView;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps apps awake. */
@Command(
    name = "pin",
    description = "Keep an app, or several, awake, for a time or until unpinned.",
    footer = {"", "Example: paastis pin --rule reviews --until 22:00"})
final class PinCommand implements Callable<Integer> {
  private final Session session;

  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  @ArgGroup private End end = new End();

  PinCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    PinRequest request = end.request(session);
    ApiClient api = session.api();
    ExitStatus worst = ExitStatus.DONE;
    for (String app : which.apps(session, api)) {
      try {
        pin(api, app, request);
      } catch (Failure failure) {
        worst = worst.worse(session.errors().report(failure));
      }
    }
    return worst.code();
  }

  private void pin(ApiClient api, String id, PinRequest request) {
    AppView app = Json.as(api.post("/apps/" + Session.encode(id) + "/pin", request), AppView.class);
    String pin = AppCells.pin(app.pinnedUntil(), session.now());
    session.terminal().print("'%s' is pinned %s".formatted(app.name(), pin));
  }

  /** Which apps: one, or all of a rule, group or account. */
  static final class Which {
    @Parameters(paramLabel = "NAME", description = "Name or id of the app.")
    private @Nullable String name;

    @Option(names = "--rule", paramLabel = "NAME", description = "All apps of that rule.")
    private @Nullable String rule;

    @Option(names = "--group", paramLabel = "NAME", description = "All apps of that group.")
    private @Nullable String group;

    @Option(names = "--account", paramLabel = "NAME", description = "All apps of that account.")
    private @Nullable String account;

    /** What the API knows them by. */
    List<String> apps(Session session, ApiClient api) {
      if (name != null) {
        return List.of(Json.as(session.app(api, name), AppView.class).id());
      }
      List<String> apps =
          rule == null
              ? ofGroupOrAccount(api)
              : Json.as(api.get(PolicyKind.RULE.path(rule)), PolicyItemView.class).apps();
      if (apps.isEmpty()) {
        throw new Failure(ExitStatus.FAILED, "there is no such app; 'paastis apps' lists them");
      }
      return apps;
    }

    private List<String> ofGroupOrAccount(ApiClient api) {
      return Json.items(Pages.all(api, "/apps", List.of()), AppView.class).stream()
          .filter(app -> group == null ? app.account().equals(account) : group.equals(app.group()))
          .map(AppView::id)
          .toList();
    }
  }

  /** How the pin ends: one of the two, or never. */
  static final class End {
    @Option(names = "--for", paramLabel = "DURATION", description = "For so long, like 90s or 2h.")
    private @Nullable String length;

    @Option(
        names = "--until",
        paramLabel = "TIME",
        description = "Until 22:00 (the next), 2026-12-01T22:00 or 2026-12-01T21:00:00Z.")
    private @Nullable String until;

    PinRequest request(Session session) {
      String text = length;
      return new PinRequest(
          until == null
              ? null
              : Moments.next("--until", until, session.now(), session.surroundings().zone()),
          text == null ? null : DurationText.format(Durations.positive("--for", text)));
    }
  }
}
