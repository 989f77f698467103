// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.bench.gateway.AllocationBench;
import dev.paastis.bench.gateway.GatewayBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the measurements: {@code ./paastis bench NAME}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measure the real product; each measurement says its bar and whether it was met.",
    subcommands = {
      WakeBench.class,
      HoldBench.class,
      EdgeBench.class,
      ProvidersBench.class,
      ContainersBench.class,
      PoliciesBench.class,
      GatewayBench.class,
      AllocationBench.class
    })
public final class Main {
  private Main() {}

  /** Runs a measurement; ends with 1 when its bar was missed. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
