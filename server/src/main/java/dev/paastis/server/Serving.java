// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import dev.paastis.server.wiring.Launch;
import dev.paastis.server.wiring.RunningServer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Starts a server, says so, and ends it in order when the process is told to end. */
final class Serving {
  private final Launch launch;
  private final Map<String, String> environment;

  Serving(Launch launch, Map<String, String> environment) {
    this.launch = launch;
    this.environment = environment;
  }

  /** Serves; {@code welcome} prints what stands before the line {@code ready}. */
  int untilTold(Consumer<RunningServer> welcome) throws IOException, InterruptedException {
    RunningServer server = RunningServer.start(launch, environment);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "end"));
    server.introduce();
    welcome.accept(server);
    System.out.println("ready");
    System.out.flush();
    new CountDownLatch(1).await();
    return 0;
  }

  /**
   * Being told to end is not a failure: the process ends with code 0, where the virtual machine
   * alone would report the signal.
   */
  private static void end(RunningServer server) {
    int exitCode = 0;
    try {
      server.close();
    } catch (RuntimeException e) {
      System.err.println("paastis: did not end in order: " + e);
      exitCode = 1;
    }
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(exitCode);
  }
}
