// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an exported configuration cannot know by itself. */
final class ExportOptions {
  private static final String[] NAMESERVER = {"nameserver", "127.0.0.1"};

  @Option(
      names = "--gateway",
      paramLabel = "HOST",
      description = "Name or address at which the proxy reaches the gateway (127.0.0.1).")
  String gateway = "127.0.0.1";

  @Option(
      names = "--listen",
      paramLabel = "PORT",
      description = "Port at which the proxy listens (80).")
  int listen = 80;

  @Option(
      names = "--resolver",
      paramLabel = "ADDRESS",
      description = "DNS server for the names of apps (the first one of /etc/resolv.conf).")
  @Nullable String resolver;

  @Option(
      names = "--authorities",
      paramLabel = "FILE",
      description = "Certificate authorities (/etc/ssl/certs/ca-certificates.crt).")
  String authorities = "/etc/ssl/certs/ca-certificates.crt";

  @Option(
      names = "--lua",
      paramLabel = "FILE",
      description = "Where HAProxy finds its script (/etc/haproxy/paastis.lua).")
  String lua = "/etc/haproxy/paastis.lua";

  String resolver() {
    return resolver == null ? systemResolver(Path.of("/etc/resolv.conf")) : resolver;
  }

  /** This machine is as good a guess as any where there is no such file. */
  private static String systemResolver(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(line -> line.strip().split("\\s+"))
          .filter(words -> words.length > 1 && words[0].equals(NAMESERVER[0]))
          .findFirst()
          .orElse(NAMESERVER)[1];
    } catch (IOException e) {
      return NAMESERVER[1];
    }
  }
}
