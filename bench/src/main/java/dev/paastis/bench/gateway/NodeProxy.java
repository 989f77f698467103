// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A proxy of a few dozen lines on Node's own HTTP. */
record NodeProxy() implements Contestant {
  @Override
  public String name() {
    return "node";
  }

  @Override
  public String program() {
    return "node";
  }

  @Override
  public String version() throws IOException, InterruptedException {
    return Tool.firstLine("node", "--version");
  }

  @Override
  public Program start(Lab lab, Setup setup) throws IOException {
    Path routes = lab.write("routes.txt", lab.lines(setup.hops(), "%s %d"));
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                lab.folder().resolve("proxy.mjs").toString(),
                String.valueOf(setup.plainPort()),
                routes.toString()));
    if (setup.secure()) {
      command.add(String.valueOf(setup.securePort()));
      command.add(lab.certificate().toString());
      command.add(lab.key().toString());
    }
    return lab.startProxy(name(), Map.of(), command);
  }
}
