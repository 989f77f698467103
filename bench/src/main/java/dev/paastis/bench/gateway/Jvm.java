// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A JVM of ours with what the gateway needs on its class path, and the server's flags. */
final class Jvm {
  /** As the launcher sets them; more may be given to try out. */
  private static final List<String> FLAGS =
      List.of(
          "-Dio.netty.leakDetection.level=disabled",
          "-Dio.netty.allocator.type=pooled",
          "-Dio.netty.allocator.maxCachedBufferCapacity=131072",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UseSerialGC",
          "-Xms48m",
          "-Xmx384m",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=25");

  private static final Pattern NEEDED =
      Pattern.compile("(paastis-(bench|core|gateway)|netty|jspecify)-.*");

  private Jvm() {}

  static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    String more = System.getenv("PAASTIS_BENCH_JAVA_OPTS");
    if (more != null && !more.isBlank()) {
      command.addAll(List.of(more.strip().split(" +", -1)));
    }
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> NEEDED.matcher(Path.of(entry).getFileName().toString()).matches())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
