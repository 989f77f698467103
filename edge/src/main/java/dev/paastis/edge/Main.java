// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.gateway.GatewayServer;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Starts the gateway as a process of its own. */
public final class Main {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int REFUSED = 3;

  private Main() {}

  /** Runs until it is told to end. */
  public static void main(String[] arguments) throws InterruptedException {
    List<String> words = List.of(arguments);
    if (words.contains("--help") || words.contains("-h")) {
      System.out.print(EdgeOptions.HELP);
      return;
    }
    if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
      System.setProperty(
          "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n");
    }
    int exitCode = run(words);
    System.err.flush();
    System.exit(exitCode);
  }

  /** Returns only when it could not start: otherwise the process ends in {@link #end}. */
  private static int run(List<String> words) throws InterruptedException {
    try {
      EdgeOptions options = EdgeOptions.of(withoutCommand(words), System.getenv());
      EdgeHome home = EdgeHome.take(options.home());
      InstantSource clock = InstantSource.system();
      EdgeGateway gateway = new EdgeGateway(options, machine(), home, clock, Ticker.system());
      return serve(options, gateway);
    } catch (EdgeOptions.UsageException e) {
      return failed(e.getMessage() + "; ./paastis gateway --help tells what there is", USAGE);
    } catch (IOException e) {
      return failed(e.getMessage(), FAILED);
    }
  }

  private static int serve(EdgeOptions options, EdgeGateway gateway)
      throws InterruptedException, IOException {
    HealthServer health = HealthServer.start(options.managementPort(), gateway);
    gateway.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(gateway), "end"));
    try {
      GatewayServer server = gateway.serving().get();
      System.out.println("Gateway  port " + server.port() + ", " + gateway.size() + " apps");
      if (server.tlsPort() != 0) {
        System.out.println("TLS      port " + server.tlsPort());
      }
      health.print();
      System.out.println("ready");
      System.out.flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      gateway.abandon();
      return failed(cause.getMessage(), cause instanceof RefusedException ? REFUSED : FAILED);
    }
  }

  /** The launcher's word for this program, where it stands before the options. */
  private static List<String> withoutCommand(List<String> words) {
    return !words.isEmpty() && words.getFirst().equals("gateway")
        ? words.subList(1, words.size())
        : words;
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "gateway";
    }
  }

  private static int failed(@Nullable String why, int exitCode) {
    System.err.println("paastis: " + why);
    return exitCode;
  }

  /**
   * Being told to end is not a failure: the process ends with code 0, where the virtual machine
   * alone would report the signal.
   */
  private static void end(EdgeGateway gateway) {
    if (gateway.abandoned()) {
      return;
    }
    int exitCode = 0;
    try {
      gateway.close();
      if (!gateway.tookLeave()) {
        System.err.println("paastis: the engine could not be told that this gateway has ended");
      }
    } catch (RuntimeException e) {
      System.err.println("paastis: did not end in order: " + e);
      exitCode = FAILED;
    }
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(exitCode);
  }
}
