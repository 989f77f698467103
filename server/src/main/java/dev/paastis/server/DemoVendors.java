// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import dev.paastis.emulator.vendors.EmulatedVendors;
import dev.paastis.emulator.vendors.EmulatedVendors.Account;
import dev.paastis.store.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The accounts of the demo on emulated platforms, as the configuration file writes them. */
final class DemoVendors {
  /** Where a bearer is exchanged at an address of its own. */
  private static final Set<String> WITH_EXCHANGE = Set.of("scalingo", "platform-sh");

  private DemoVendors() {}

  /** The accounts' part of the file; each token lies in a file of its own. */
  static String accounts(EmulatedVendors vendors, Path home) throws IOException {
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
