// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The gateway alone, idle, with many routes: how much memory it takes and how fast it starts. */
@Command(
    name = "edge",
    mixinStandardHelpOptions = true,
    description = "The gateway alone with 10,000 routes, idle; bar: <= 96 MB, started in <= 1 s.")
final class EdgeBench implements Callable<Integer> {
  private static final long BAR_KIB = 96_000_000 / 1024;
  private static final Duration BAR_START = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofSeconds(20);

  @Option(names = "--routes", defaultValue = "10000", description = "Routes (10000).")
  private int routes = 10_000;

  @Option(names = "--starts", defaultValue = "5", description = "Starts with a snapshot (5).")
  private int starts = 5;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path home = Files.createTempDirectory("paastis-bench-edge");
    try (RouteTeller engine = new RouteTeller(routes)) {
      Path token = Files.writeString(home.resolve("token"), "none");
      long[] resident = new long[starts + 1];
      long[] millis = new long[starts + 1];
      for (int i = 0; i <= starts; i++) {
        try (EdgeProcess edge = EdgeProcess.start(engine.address(), token, home)) {
          millis[i] = edge.startTime().toMillis();
          long cpu = edge.cpu().toMillis();
          Thread.sleep(i == 0 || i == starts ? IDLE : Duration.ofSeconds(1));
          resident[i] = edge.residentKib();
          System.out.printf(
              "%s: ready in %d ms (%d ms of processor time), resident %.1f MB%n",
              i == 0 ? "without snapshot" : "with snapshot",
              millis[i],
              cpu,
              megabytes(resident[i]));
        }
      }
      return report(resident, Arrays.copyOfRange(millis, 1, millis.length));
    } finally {
      delete(home);
    }
  }

  private int report(long[] resident, long[] millis) {
    Arrays.sort(millis);
    long median = millis[millis.length / 2];
    long most = Math.max(resident[0], resident[resident.length - 1]);
    boolean met = most <= BAR_KIB && median <= BAR_START.toMillis();
    System.out.printf(
        "%d routes, idle for %d s: resident %.1f MB; started in %d ms (median of %d)%n",
        routes, IDLE.toSeconds(), megabytes(most), median, millis.length);
    System.out.printf("bar: at most 96 MB, started in at most 1 s: %s%n", met ? "met" : "MISSED");
    return met ? 0 : 1;
  }

  private static double megabytes(long kib) {
    return kib * 1024 / 1e6;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
