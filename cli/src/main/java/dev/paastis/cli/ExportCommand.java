// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.ProxyView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the configuration of a proxy that asks Paastis before it forwards. */
@Command(
    name = "export",
    description =
        "Print a configuration for your own proxy, which asks Paastis before it forwards.")
final class ExportCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "KIND",
      description = "nginx, haproxy, haproxy-lua, caddy, traefik or envoy.")
  private String kind = "";

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write to this file instead of standard output.")
  private @Nullable Path output;

  @Mixin private ExportOptions options = new ExportOptions();

  ExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ProxyKind wanted =
        ProxyKind.of(kind.toLowerCase(Locale.ROOT))
            .orElseThrow(() ->
                new Failure(
                    ExitStatus.USAGE,
                    "no proxy '%s'; there are: %s".formatted(kind, ProxyKind.names())));
    ProxyView view = Json.as(session.api().get("/proxy"), ProxyView.class);
    write(new ProxyFile(view, options).text(wanted));
    return ExitStatus.DONE.code();
  }

  private void write(String text) {
    Path file = output;
    if (file == null) {
      session.terminal().print(text.stripTrailing());
      return;
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Failure(ExitStatus.FAILED, "cannot write " + file + ": " + e.getMessage(), "", e);
    }
  }
}
