// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.CheckView;
import dev.paastis.api.ItemPage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks for what is wrong, here and at the server. */
@Command(name = "doctor", description = "Look for what is wrong and say what to do.")
final class DoctorCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  DoctorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<CheckView> checks = new ArrayList<>(new LocalChecks(session.settings()).run());
    checks.addAll(atServer());
    if (output.json()) {
      session.terminal().print(Json.pretty(new ItemPage<>(checks, null)));
    } else {
      print(checks);
    }
    boolean failed = checks.stream().anyMatch(check -> check.status().equals("failed"));
    return (failed ? ExitStatus.FAILED : ExitStatus.DONE).code();
  }

  private List<CheckView> atServer() {
    try {
      ApiClient api = session.api();
      List<CheckView> found = new ArrayList<>();
      List<CheckView> checks = Json.items(api.get("/doctor"), CheckView.class);
      found.add(new CheckView("server", "ok", "answers at " + api.url(), null));
      found.addAll(checks);
      return found;
    } catch (Failure failure) {
      return List.of(new CheckView("server", "failed", failure.line(), null));
    }
  }

  private void print(List<CheckView> checks) {
    checks.forEach(check -> CheckLines.print(check, session.terminal()));
  }
}
