// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import dev.paastis.api.DurationText;
import dev.paastis.server.config.Configuration;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.config.ConfigurationReader;
import dev.paastis.server.wiring.DayCalendars;
import dev.paastis.server.wiring.DemoVendors;
import dev.paastis.server.wiring.Launch;
import dev.paastis.server.wiring.RunningServer;
import dev.paastis.store.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves five sample applications, to watch them fall asleep and wake. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Watch five real applications fall asleep and wake on request.")
final class DemoCommand implements Callable<Integer> {
  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--idle",
      paramLabel = "DURATION",
      defaultValue = "30s",
      description = "Time without requests before an app falls asleep (${DEFAULT-VALUE}).")
  private String idle = "30s";

  @Option(names = "--no-browser", description = "Do not open the console in a browser.")
  private boolean noBrowser;

  @Option(
      names = "--providers",
      description = "Also run about forty apps on five emulated platforms.")
  private boolean providers;

  @Override
  public Integer call() throws Exception {
    Map<String, String> environment = System.getenv();
    Path home = options.home(environment);
    PrivateFiles.createFolder(home);
    String accounts = providers ? DemoVendors.start(home) : "";
    DayCalendars calendars = DayCalendars.in(home);
    Configuration configuration = configuration(home, accounts, calendars);
    Launch launch =
        new Launch(
            home,
            configuration,
            calendars,
            new Launch.Ports(
                options.port(environment, null),
                options.tlsPort(environment, configuration.gateway().tls()),
                options.consolePort(environment, null)),
            true);
    return new Serving(launch, environment).untilTold(this::welcome);
  }

  /** Writes the demo's configuration into the data folder, where people can read it. */
  private Configuration configuration(Path home, String accounts, DayCalendars calendars)
      throws IOException {
    Path file = home.resolve("demo.yml");
    Files.writeString(file, DemoFile.text(idle(), home, accounts));
    return ConfigurationReader.read(file, calendars);
  }

  private String idle() {
    try {
      return DurationText.format(DurationText.parse(idle));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(List.of("--idle: " + e.getMessage()));
    }
  }

  private void welcome(RunningServer server) {
    String link = server.signInLink();
    System.out.print(DemoFile.welcome(server, link, idle, providers ? DemoVendors.platforms() : 0));
    if (!noBrowser) {
      Browser.open(link);
    }
  }
}
