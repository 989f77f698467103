// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Our gateway, as a process of its own with one event loop. */
record Paastis() implements Contestant {
  @Override
  public String name() {
    return "paastis";
  }

  @Override
  public String program() {
    return "taskset"; // its own is this JVM's
  }

  @Override
  public String version() {
    return "Java " + Runtime.version();
  }

  @Override
  public Program start(Lab lab, Setup setup) throws IOException {
    Path routes = lab.write("routes.txt", lab.lines(setup.hops(), "%s %d"));
    List<String> arguments =
        new ArrayList<>(List.of(String.valueOf(setup.plainPort()), "1", routes.toString()));
    if (setup.secure()) {
      arguments.add(String.valueOf(setup.securePort()));
      arguments.add(lab.certificate().toString());
      arguments.add(lab.key().toString());
    }
    return lab.startProxy(
        name(), Map.of(), Jvm.command(GatewayProcess.class, arguments.toArray(String[]::new)));
  }
}
