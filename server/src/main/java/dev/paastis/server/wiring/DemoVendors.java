// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.emulator.vendors.EmulatedVendors;
import dev.paastis.emulator.vendors.EmulatedVendors.Account;
import dev.paastis.emulator.vendors.Vendor;
import dev.paastis.store.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;

/** The demo's accounts on emulated platforms, which run in this process and end with it. */
public final class DemoVendors {
  /** Where a bearer is exchanged at an address of its own. */
  private static final Set<String> WITH_EXCHANGE = Set.of("scalingo", "platform-sh");

  private DemoVendors() {}

  /** How many platforms there are. */
  public static int platforms() {
    return Vendor.values().length;
  }

  /**
   * Starts them.
   *
   * @return the accounts' part of the configuration file; each token lies in a file of its own
   */
  public static String start(Path home) throws IOException {
    EmulatedVendors vendors = EmulatedVendors.start(InstantSource.system());
    Path tokens = home.resolve("demo-tokens");
    PrivateFiles.createFolder(tokens);
    StringBuilder text = new StringBuilder();
    for (Account account : vendors.accounts()) {
      Path token = tokens.resolve(account.provider());
      Files.writeString(token, account.token());
      text.append(entry(account, token));
    }
    return text.toString();
  }

  private static String entry(Account account, Path token) {
    String provider = account.provider();
    String exchange =
        WITH_EXCHANGE.contains(provider) ? "    auth-url: " + account.auth() + "\n" : "";
    return """
      - name: agency-%s
        provider: %s
        api-url: %s
    %s    router-url: %s
        %s: file:%s
        import: [".*"]
    """
        .formatted(
            provider,
            provider,
            account.api(),
            exchange,
            account.router(),
            provider.equals("render") ? "api-key" : "token",
            token);
  }
}
