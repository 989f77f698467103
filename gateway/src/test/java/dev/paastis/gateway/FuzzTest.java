// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A coverage-guided fuzzer against what reads a stranger's bytes, for a bounded time, in a process
 * of its own. {@code -Dpaastis.fuzz.seconds=600} lets it look for longer. It begins with the files
 * below {@code corpus}; an input that breaks a promise is left in {@code target/fuzz}, to be added
 * there.
 *
 * @see <a href="https://github.com/CodeIntelligenceTesting/jazzer">Jazzer</a>
 */
class FuzzTest {
  private static final int SECONDS = Integer.getInteger("paastis.fuzz.seconds", 10);

  @ParameterizedTest
  @ValueSource(classes = {Http1Fuzz.class, Http2Fuzz.class})
  void no_input_breaks_the_promise(Class<?> target) throws IOException, InterruptedException {
    Path work = Files.createDirectories(Path.of("target", "fuzz", target.getSimpleName()));
    Path found = Files.createDirectories(work.resolve("corpus"));
    Path log = work.resolve("log.txt");

    int code =
        new ProcessBuilder(command(target, work, found))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();

    assertThat(code).as(() -> lastOf(log)).isZero();
    assertThat(Files.readString(log, StandardCharsets.UTF_8)).contains("DONE");
  }

  private static List<String> command(Class<?> target, Path work, Path found) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:+EnableDynamicAgentLoading");
    command.add("-Xmx1g");
    command.addAll(List.of("-cp", classPath(), "com.code_intelligence.jazzer.Jazzer"));
    command.add("--target_class=" + target.getName());
    command.add("--instrumentation_includes=dev.paastis.gateway.**:io.netty.handler.codec.http**");
    // Its hooks look for injections in methods of the JDK; Netty's use of those does not survive
    // them.
    command.add("--custom_hook_excludes=io.netty.**:dev.paastis.**");
    command.add("--reproducer_path=" + work);
    command.add("-artifact_prefix=" + work + "/");
    command.add("-max_total_time=" + SECONDS);
    command.add("-seed=1");
    command.add(found.toString());
    command.add(Path.of("src", "test", "resources", "corpus", target.getSimpleName()).toString());
    return command;
  }

  /** Surefire's own jar stands for the class path where it forks. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static String lastOf(Path log) {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - 60), all.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
