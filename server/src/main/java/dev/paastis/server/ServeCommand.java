// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import dev.paastis.server.config.Configuration;
import dev.paastis.server.config.ConfigurationReader;
import dev.paastis.server.wiring.DayCalendars;
import dev.paastis.server.wiring.Launch;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the apps of a configuration file until it is told to end. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Serve the apps of paastis.yml: gateway, engine, console and API in one process.")
final class ServeCommand implements Callable<Integer> {
  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration (PAASTIS_CONFIG, else ./paastis.yml).")
  private @Nullable Path config;

  @Override
  public Integer call() throws Exception {
    Map<String, String> environment = System.getenv();
    Path home = options.home(environment);
    DayCalendars calendars = DayCalendars.in(home);
    Configuration configuration = ConfigurationReader.read(file(environment), calendars);
    Launch launch =
        new Launch(
            home,
            configuration,
            calendars,
            new Launch.Ports(
                options.port(environment, configuration.gateway().port()),
                options.tlsPort(environment, configuration.gateway().tls()),
                options.consolePort(environment, configuration.consolePort())),
            false);
    return new Serving(launch, environment)
        .untilTold(server -> {
          System.out.println("Console  " + server.signInLink() + "  (signs in once)");
          System.out.println("Gateway  " + server.gatewayUrl() + "  " + server.secureUrl());
        });
  }

  private Path file(Map<String, String> environment) {
    Path chosen = config;
    if (chosen == null) {
      String variable = environment.get("PAASTIS_CONFIG");
      chosen = Path.of(variable == null || variable.isBlank() ? "paastis.yml" : variable);
    }
    return chosen;
  }
}
