// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.AccountCheckView;
import dev.paastis.api.AccountRequest;
import dev.paastis.api.AccountView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds an account. */
@Command(
    name = "add",
    description = {
      "Add an account, once its platform takes the credentials.",
      "Nothing on it is changed until apps are taken over with 'paastis accounts import'."
    })
final class AccountAddCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "A name for it: a-z, 0-9 and hyphens.")
  private String name = "";

  @Option(
      names = "--provider",
      required = true,
      paramLabel = "PROVIDER",
      description = "Kind of platform; 'paastis providers' lists them.")
  private String provider = "";

  @Option(names = "--region", paramLabel = "REGION", description = "Region of the platform.")
  private @Nullable String region;

  @Option(names = "--production", description = "Every app on it is production.")
  private boolean production;

  @Option(names = "--dry-run", description = "Only try the credentials; keep nothing.")
  private boolean dryRun;

  @Mixin private AccountSettingsOptions settings = new AccountSettingsOptions();

  AccountAddCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    AccountRequest request =
        new AccountRequest(
            name, provider, region, settings.read(session.surroundings()), production);
    String path = dryRun ? "/accounts/test" : "/accounts";
    var check = Json.as(session.api().post(path, request), AccountCheckView.class);
    Terminal terminal = session.terminal();
    AccountChecks.print(terminal, check);
    AccountView account = check.account();
    if (account != null && account.found() > 0) {
      terminal.print(
          "%d apps were found and left alone; see: paastis accounts found %s"
              .formatted(account.found(), account.name()));
    }
    return ExitStatus.DONE.code();
  }
}
