// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of one core, with its children: started, watched and ended. */
final class Program implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long TICKS_PER_SECOND = 100; // USER_HZ, which is 100 on Linux
  private static final int USER_TICKS = 11; // fields of /proc/PID/stat behind the name
  private static final int SYSTEM_TICKS = 12;

  private final String name;
  private final Process process;
  private final Path log;

  private Program(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts a command on a core; what it says goes into a file of the folder. */
  static Program start(
      String name, String core, Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", core));
    pinned.addAll(command);
    Path log = Files.createTempFile(folder, name.replaceAll("\\W", "-"), ".log");
    ProcessBuilder builder =
        new ProcessBuilder(pinned).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new Program(name, builder.start(), log);
  }

  /** Returns once it accepts connections. */
  void awaitPort(int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!accepts(port)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException(name + " does not listen on port " + port + ": " + lastWords());
      }
      Thread.sleep(Duration.ofMillis(20));
    }
  }

  private static boolean accepts(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false; // not yet; whoever asks has a deadline
    }
  }

  private String lastWords() throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("\tat ")) // a place is no reason
        .reduce((_, last) -> last)
        .orElse("it said nothing");
  }

  /**
   * Resident memory of the process and its children, the pages that they share counted for each.
   */
  long residentKib() throws IOException {
    long sum = 0;
    for (ProcessHandle each : family()) {
      Path status = Path.of("/proc", String.valueOf(each.pid()), "status");
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmRSS:")) {
          sum += Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    }
    return sum;
  }

  /** Processor time that the process and its children have used, in steps of 10 ms. */
  Duration cpu() throws IOException {
    long ticks = 0;
    for (ProcessHandle each : family()) {
      String stat = Files.readString(Path.of("/proc", String.valueOf(each.pid()), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      ticks += Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
    }
    return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
  }

  private List<ProcessHandle> family() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  @Override
  public void close() {
    List<ProcessHandle> family = family();
    process.destroy();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    family.forEach(ProcessHandle::destroyForcibly);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
