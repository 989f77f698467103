// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.FoundAppView;
import dev.paastis.api.ImportRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes found apps over. */
@Command(
    name = "import",
    description = "Take apps over as proposed: from now on they sleep when idle, and wake.")
final class AccountImportCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", description = "Name or id of the account.")
  private String name = "";

  @Parameters(index = "1..*", paramLabel = "APP", description = "Names of apps found on it.")
  private List<String> apps = List.of();

  @Option(names = "--all", description = "All that were found and are not taken over yet.")
  private boolean all;

  @Option(
      names = "--idle-timeout",
      paramLabel = "DURATION",
      description = "Another time without activity before sleep.")
  private @Nullable String idleTimeout;

  AccountImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (apps.isEmpty() != all) {
      throw new Failure(ExitStatus.USAGE, "name apps, or say --all", "", null);
    }
    String path = "/accounts/" + Session.encode(name) + "/found";
    List<FoundAppView> found = Json.items(session.api().get(path), FoundAppView.class);
    List<ImportRequest.Choice> choices = choices(found);
    session.api().post(path, new ImportRequest(choices));
    String many = choices.size() == 1 ? "1 app is" : choices.size() + " apps are";
    session.terminal().print(many + " taken over; 'paastis apps' shows them");
    return ExitStatus.DONE.code();
  }

  private List<ImportRequest.Choice> choices(List<FoundAppView> found) {
    List<ImportRequest.Choice> choices = new ArrayList<>();
    for (FoundAppView app : found) {
      boolean wanted = all ? app.takenAs() == null : apps.contains(app.name());
      if (wanted && app.gone() == null) {
        choices.add(new ImportRequest.Choice(app.ref(), null, null, idleTimeout));
      }
    }
    for (String wanted : apps) {
      if (found.stream().noneMatch(app -> app.name().equals(wanted))) {
        String names =
            Nearest.to(wanted, found.stream().map(FoundAppView::name).toList())
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
        throw new Failure(
            ExitStatus.REFUSED,
            "'%s' was not found on '%s'%s".formatted(wanted, name, names),
            "",
            null);
      }
    }
    return choices;
  }
}
