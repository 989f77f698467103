// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.config.Tls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that {@code serve} and {@code demo} share; option before environment before file. */
final class ServerOptions {
  private static final int GATEWAY_PORT = 8080;
  private static final int TLS_PORT = 8443;
  private static final int CONSOLE_PORT = 9080;

  @Option(names = "--port", paramLabel = "PORT", description = "Port of the gateway (8080).")
  @Nullable Integer port;

  @Option(
      names = "--tls-port",
      paramLabel = "PORT",
      description = "Port of the gateway for TLS (8443); 0: any free one.")
  @Nullable Integer tlsPort;

  @Option(
      names = "--console-port",
      paramLabel = "PORT",
      description = "Port of console, API and management (9080).")
  @Nullable Integer consolePort;

  @Option(
      names = "--home",
      paramLabel = "FOLDER",
      description = "Data folder (PAASTIS_HOME, else ~/.paastis).")
  @Nullable Path home;

  Path home(Map<String, String> environment) {
    Path chosen = home;
    if (chosen == null) {
      String variable = environment.get("PAASTIS_HOME");
      chosen =
          variable == null || variable.isBlank()
              ? Path.of(System.getProperty("user.home"), ".paastis")
              : Path.of(variable);
    }
    return chosen.toAbsolutePath().normalize();
  }

  int port(Map<String, String> environment, @Nullable Integer fromFile) {
    return port(environment, fromFile, true);
  }

  /** The same; a port that this process does not listen on need not be free. */
  int port(Map<String, String> environment, @Nullable Integer fromFile, boolean listens) {
    Integer chosen = chosen(this.port, "--port", "PAASTIS_PORT", environment);
    int port = chosen != null ? chosen : fromFile != null ? fromFile : GATEWAY_PORT;
    return listens ? Ports.usable(port, "--port") : port;
  }

  /** Where TLS is served, {@code null} where it is not. */
  @Nullable Integer tlsPort(Map<String, String> environment, Tls tls) {
    Integer asked = chosen(tlsPort, "--tls-port", "PAASTIS_TLS_PORT", environment);
    Integer chosen = asked != null ? asked : tls.port();
    if (!tls.isOn()) {
      if (asked != null) {
        throw new ConfigurationException(
            List.of("a port for TLS needs certificates: see gateway.tls in docs/configuration.md"));
      }
      return null;
    }
    if (chosen == null && !tls.isAskedFor()) {
      return freeTlsPort();
    }
    return Ports.usable(chosen == null ? TLS_PORT : chosen, "--tls-port");
  }

  /** Nobody asked for TLS, so that a taken port is no reason not to start. */
  private static @Nullable Integer freeTlsPort() {
    try {
      return Ports.usable(TLS_PORT, "--tls-port");
    } catch (StartException e) {
      System.err.println("paastis: no TLS is served: " + e.getMessage());
      return null;
    }
  }

  int consolePort(Map<String, String> environment, @Nullable Integer fromFile) {
    Integer chosen = chosen(consolePort, "--console-port", "PAASTIS_CONSOLE_PORT", environment);
    int port = chosen != null ? chosen : fromFile != null ? fromFile : CONSOLE_PORT;
    return Ports.usable(port, "--console-port");
  }

  private static @Nullable Integer chosen(
      @Nullable Integer option, String name, String variable, Map<String, String> environment) {
    if (option != null) {
      return valid(option, name);
    }
    String text = environment.get(variable);
    if (text != null && !text.isBlank()) {
      try {
        return valid(Integer.parseInt(text.strip()), variable);
      } catch (NumberFormatException e) {
        throw new ConfigurationException(
            List.of(variable + " must be a port number, got: " + text));
      }
    }
    return null;
  }

  private static int valid(int port, String name) {
    if (port < 0 || port > 65535) {
      throw new ConfigurationException(List.of(name + " must be 0 to 65535, got: " + port));
    }
    return port;
  }
}
