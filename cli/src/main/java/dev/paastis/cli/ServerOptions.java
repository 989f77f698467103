// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes: which server, and with which token. */
final class ServerOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Address of the server (or PAASTIS_URL; else the one running in the home).")
  @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      scope = ScopeType.INHERIT,
      description = "API token (or PAASTIS_TOKEN; else admin.token in the home).")
  @Nullable String token;

  @Option(
      names = "--home",
      paramLabel = "FOLDER",
      scope = ScopeType.INHERIT,
      description = "Data folder (or PAASTIS_HOME; else ~/.paastis).")
  @Nullable Path home;

  @Option(
      names = "--debug",
      hidden = true,
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure.")
  boolean debug;
}
