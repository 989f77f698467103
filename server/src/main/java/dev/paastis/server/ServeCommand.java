// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import dev.paastis.server.config.Configuration;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.config.ConfigurationReader;
import dev.paastis.server.wiring.DayCalendars;
import dev.paastis.server.wiring.Launch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final Set<String> ENGINE = Set.of("engine", "console");
  private static final Set<String> ALL = Set.of("engine", "console", "gateway");

  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration (PAASTIS_CONFIG, else ./paastis.yml).")
  private @Nullable Path config;

  @Option(
      names = "--roles",
      paramLabel = "ROLES",
      split = ",",
      defaultValue = "engine,console,gateway",
      description =
          "What this process is: engine,console,gateway (default), or engine,console where all"
              + " gateways are processes of their own.")
  private Set<String> roles = Set.of();

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
                options.port(environment, configuration.gateway().port(), hasGateway()),
                hasGateway() ? options.tlsPort(environment, configuration.gateway().tls()) : null,
                options.consolePort(environment, configuration.consolePort()),
                hasGateway()),
            false);
    return new Serving(launch, environment)
        .untilTold(server -> {
          System.out.println("Console  " + server.signInLink() + "  (signs in once)");
          System.out.println(
              hasGateway()
                  ? "Gateway  " + server.gatewayUrl() + "  " + server.secureUrl()
                  : "Gateway  none in this process; see: ./paastis gateway --help");
        });
  }

  private boolean hasGateway() {
    if (!roles.containsAll(ENGINE) || !ALL.containsAll(roles)) {
      throw new ConfigurationException(
          List.of("--roles must be engine,console or engine,console,gateway, got: " + roles));
    }
    return roles.size() == ALL.size();
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
