// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.WakeAllView;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Wakes everything. */
@Command(
    name = "wake-all",
    description = "Wake every app that sleeps: the way out, of an account or of all.")
final class WakeAllCommand implements Callable<Integer> {
  /** A large account is woken no faster than its platform's limits allow. */
  private static final Duration PATIENCE = Duration.ofHours(2);

  private final Session session;

  @Option(names = "--account", paramLabel = "NAME", description = "Only the apps of this account.")
  private @Nullable String account;

  WakeAllCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String query = account == null ? "" : "?account=" + Session.encode(account);
    WakeAllView result =
        Json.as(session.api().post("/wake-all" + query, PATIENCE), WakeAllView.class);
    Terminal terminal = session.terminal();
    result
        .woken()
        .forEach(name -> terminal.print(terminal.paint(Style.GREEN, "awake") + "  " + name));
    result
        .failed()
        .forEach(line -> terminal.print(terminal.paint(Style.RED, "failed") + "  " + line));
    if (result.woken().isEmpty() && result.failed().isEmpty()) {
      terminal.print("everything is awake already");
    }
    return result.failed().isEmpty() ? ExitStatus.DONE.code() : ExitStatus.FAILED.code();
  }
}
