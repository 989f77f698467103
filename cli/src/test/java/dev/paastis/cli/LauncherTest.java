// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the launcher with JDKs and a Maven that are shell scripts telling how they were called. */
class LauncherTest {
  private static final Path LAUNCHER =
      Path.of(System.getProperty("basedir", "."), "..", "paastis").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private Path root;
  private Path tools;
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void copyLauncher() throws IOException {
    assumeThat(Path.of("/bin/sh")).exists();
    root = Files.createDirectories(folder.resolve("a root with spaces"));
    tools = Files.createDirectories(folder.resolve("tools"));
    Files.copy(LAUNCHER, root.resolve("paastis"));
    executable(root.resolve("paastis"));
    // Whatever Java this machine has, the launcher finds an old one there.
    Path system = jdk(folder.resolve("system"), "17.0.15");
    Files.createSymbolicLink(tools.resolve("java"), system.resolve("bin/java"));
    environment.put("PATH", tools + ":/usr/bin:/bin");
    environment.put("HOME", folder.toString());
    environment.put("PAASTIS_JAVA_FOLDERS", folder.resolve("jdks").toString());
  }

  /** A folder as it is released: jars, no sources. */
  private void released() throws IOException {
    for (String part : List.of("cli", "server", "bench")) {
      Files.createDirectories(root.resolve("lib").resolve(part));
      Files.createFile(root.resolve("lib/" + part + "/" + part + ".jar"));
    }
  }

  /** A folder with sources, where a Maven makes the jars. */
  private void checkout() throws IOException {
    Files.writeString(root.resolve("pom.xml"), "");
    for (String module :
        List.of("core", "api", "providers", "gateway", "store", "samples", "server", "cli")) {
      Files.createDirectories(root.resolve(module).resolve("src/main/java"));
      Files.writeString(root.resolve(module).resolve("pom.xml"), "");
    }
    maven("3.9.9", "");
  }

  private void maven(String version, String before) throws IOException {
    script(
        tools.resolve("mvn"),
        """
        if [ "$1" = -v ]; then echo "Apache Maven %s (x)"; exit 0; fi
        echo "mvn $JAVA_HOME $*" >>"%s/calls"
        %s
        for part in cli server; do
          mkdir -p "$part/target/lib"
          : >"$part/target/paastis-$part-1.jar"
          : >"$part/target/lib/other.jar"
        done
        """
            .formatted(version, folder, before));
  }

  private Path jdk(String name, String version) throws IOException {
    return jdk(folder.resolve("jdks").resolve(name), version);
  }

  private static Path jdk(Path home, String version) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(
        home.resolve("bin/java"),
        "for word in \"$@\"; do echo \"$word\"; done\nexit ${FAKE_CODE:-0}\n");
    script(home.resolve("bin/javac"), "");
    return home;
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body);
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Run launch(String... arguments) throws Exception {
    return launch(root.resolve("paastis"), arguments);
  }

  private Run launch(Path script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private List<String> calls() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls, StandardCharsets.UTF_8) : List.of();
  }

  @Test
  void no_jdk_says_what_to_install() throws Exception {
    released();
    jdk("old", "21.0.5");

    Run run = launch("apps");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("no JDK 25 or newer")
        .contains("apt-get install", "brew install", "sdk install", "PAASTIS_JAVA_HOME");
  }

  @ParameterizedTest
  @CsvSource({"25, true", "25.0.3, true", "26-ea, true", "24.0.2, false", "1.8.0_392, false"})
  void version_is_read_from_the_release_file(String version, boolean taken) throws Exception {
    released();
    jdk("some", version);

    assertThat(launch("apps").code()).isEqualTo(taken ? 0 : 1);
  }

  @Test
  void jdk_without_release_file_is_asked() throws Exception {
    released();
    Path jdk = jdk("some", "25");
    Files.delete(jdk.resolve("release"));
    script(
        jdk.resolve("bin/java"),
        "[ \"$1\" = -version ] && echo 'openjdk version \"25.0.1\" 2025-10-21' >&2; echo ran\n");

    assertThat(launch("apps").out()).contains("ran");
  }

  @Test
  void named_jdk_goes_first_and_must_be_right() throws Exception {
    released();
    jdk("a", "25");
    Path named = jdk("with spaces", "25");
    script(named.resolve("bin/java"), "echo named\n");
    environment.put("PAASTIS_JAVA_HOME", named.toString());
    assertThat(launch("apps").out()).isEqualTo("named\n");

    environment.put("PAASTIS_JAVA_HOME", "/nowhere");
    Run wrong = launch("apps");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).contains("PAASTIS_JAVA_HOME is /nowhere").hasLineCount(1);
  }

  @Test
  void jdk_of_the_path_is_found_behind_a_link() throws Exception {
    released();
    Path jdk = jdk("hidden", "25");
    Path elsewhere = Files.move(jdk, folder.resolve("elsewhere"));
    Files.delete(tools.resolve("java"));
    Files.createSymbolicLink(tools.resolve("java"), elsewhere.resolve("bin/java"));

    assertThat(launch("apps").code()).isZero();
  }

  @Test
  void old_java_home_is_passed_over() throws Exception {
    released();
    environment.put("JAVA_HOME", jdk("old", "17.0.1").toString());
    jdk("right", "25.0.1");

    assertThat(launch("apps").code()).isZero();
  }

  @Test
  void command_line_gets_its_arguments_as_they_are_and_its_exit_code_passes() throws Exception {
    released();
    jdk("some", "25");
    environment.put("FAKE_CODE", "3");

    Run run = launch("app", "two words", "*");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out().lines().toList())
        .contains(root.toRealPath() + "/lib/cli/cli.jar")
        .endsWith("dev.paastis.cli.Main", "app", "two words", "*");
  }

  @ParameterizedTest
  @CsvSource({
    "demo, dev.paastis.server.Main", "serve, dev.paastis.server.Main",
    "schema, dev.paastis.server.Main", "bench, dev.paastis.bench.Main",
    "events, dev.paastis.cli.Main"
  })
  void command_goes_to_its_program(String command, String main) throws Exception {
    released();
    jdk("some", "25");

    assertThat(launch(command).out().lines()).contains(main);
  }

  @Test
  void server_takes_other_options_for_the_jvm() throws Exception {
    released();
    jdk("some", "25");
    assertThat(launch("demo").out().lines())
        .contains("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC");

    environment.put("PAASTIS_JAVA_OPTS", "-XX:+UseZGC -Xmx1g");
    assertThat(launch("demo").out().lines())
        .contains("--enable-native-access=ALL-UNNAMED", "-XX:+UseZGC", "-Xmx1g")
        .doesNotContain("-XX:+UseSerialGC");
  }

  @Test
  void link_in_another_folder_leads_home() throws Exception {
    released();
    jdk("some", "25");
    Path link = folder.resolve("linked");
    Files.createSymbolicLink(link, Path.of("a root with spaces", "paastis"));

    assertThat(launch(link, "apps").out()).contains(root.toRealPath() + "/lib/cli/cli.jar");
  }

  @Test
  void checkout_is_built_once_and_again_when_a_source_is_newer() throws Exception {
    checkout();
    Path jdk = jdk("some", "25");

    Run first = launch("apps");
    assertThat(first.code()).isZero();
    assertThat(first.err()).isEqualTo("paastis: building (first time: a few minutes)...\n");
    assertThat(calls()).singleElement().asString().contains("mvn " + jdk, "-pl cli -am", "package");

    assertThat(launch("apps").err()).isEmpty();
    assertThat(calls()).hasSize(1);

    Path source = Files.createFile(root.resolve("api/src/main/java/New.java"));
    changedAt(source, "2100-01-01T00:00:00Z");
    assertThat(launch("apps").code()).isZero();
    assertThat(calls()).hasSize(2);
    assertThat(root.resolve("target/launcher.lock")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"apps, cli", "demo, server"})
  void record_of_a_start_is_used_until_a_jar_is_newer(String command, String part)
      throws Exception {
    checkout();
    jdk("some", "25");
    assertThat(launch(command).code()).isZero();
    Path target = root.toRealPath().resolve(part).resolve("target");
    Path record = Files.createFile(target.resolve(part + ".aot"));
    changedAt(record, "2099-01-01T00:00:00Z");

    assertThat(launch(command).out().lines()).contains("-XX:AOTCache=" + record);

    changedAt(target.resolve("lib/other.jar"), "2100-01-01T00:00:00Z");
    assertThat(launch(command).out()).doesNotContain("-XX:AOTCache=");
  }

  private static void changedAt(Path file, String time) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
  }

  @Test
  void server_is_built_together_with_the_command_line() throws Exception {
    checkout();
    jdk("some", "25");

    assertThat(launch("demo").code()).isZero();
    assertThat(launch("apps").err()).isEmpty();
    assertThat(calls()).singleElement().asString().contains("-pl server,samples,cli -am");
  }

  @Test
  void failed_build_shows_why_and_is_tried_again() throws Exception {
    checkout();
    jdk("some", "25");
    maven("3.9.9", "echo '[ERROR] broken'; exit 1");

    Run run = launch("apps");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("[ERROR] broken", "the build failed, see above");
    maven("3.9.9", "");
    assertThat(launch("apps").code()).isZero();
  }

  @Test
  void launches_at_once_build_once() throws Exception {
    checkout();
    jdk("some", "25");
    maven("3.9.9", "sleep 1");

    List<Integer> codes =
        Stream.of("apps", "events", "doctor").parallel().map(this::codeOf).toList();

    assertThat(codes).containsOnly(0);
    assertThat(calls()).hasSize(1);
  }

  private int codeOf(String command) {
    try {
      return launch(command).code();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void lock_of_a_build_that_is_gone_is_taken_over() throws Exception {
    checkout();
    jdk("some", "25");
    Process gone = new ProcessBuilder("/bin/sh", "-c", "exit 0").start();
    gone.waitFor();
    Path lock = Files.createDirectories(root.resolve("target/launcher.lock"));
    Files.writeString(lock.resolve("owner"), gone.pid() + "\n");

    assertThat(launch("apps").code()).isZero();
    assertThat(lock).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"3.6.3, 1", "3.8.1, 0", "3.10.0, 0", "4.0.0, 0"})
  void maven_must_be_new_enough(String version, int code) throws Exception {
    checkout();
    jdk("some", "25");
    maven(version, "");

    assertThat(launch("apps").code()).isEqualTo(code);
  }

  @Test
  void verify_adds_up_the_reports_and_passes_the_code() throws Exception {
    checkout();
    jdk("some", "25");
    toolsOfTheTests();
    Path old = Files.createDirectories(root.resolve("core/target/surefire-reports"));
    Files.writeString(old.resolve("TEST-old.xml"), "<testsuite tests=\"99\">");
    maven(
        "3.9.9",
        """
        r=core/target/surefire-reports; mkdir -p $r
        echo '<testsuite name="tests=9" time="1" tests="5" errors="1" skipped="1" failures="1">' >$r/TEST-a.xml
        echo '[ERROR] Tests run: 5, Failures: 1 -- in a'
        echo 'noise'
        exit 1\
        """);

    Run run = launch("verify", "-pl", "core");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).endsWith("- in module core\n2 passed, 2 failed, 1 skipped\n");
    assertThat(run.out()).contains("[ERROR] Tests run: 5").doesNotContain("noise");
    assertThat(calls())
        .singleElement()
        .asString()
        .contains("-Dpaastis.browser=true", "-Dpaastis.clients=true")
        .contains("-Dpaastis.podman=true", "-Dpaastis.pebble=true")
        .contains("-Dpaastis.proxies=true", "-pl core");
  }

  @Test
  void verify_without_a_node_that_will_do_fails_in_ci_and_says_so_elsewhere() throws Exception {
    checkout();
    jdk("some", "25");
    maven("3.9.9", "");
    toolsOfTheTests();
    script(tools.resolve("node"), "exit 1\n"); // as one that is too old says
    script(tools.resolve("apt-get"), "exit 1\n"); // nothing newer to be had

    Run elsewhere = launch("verify");
    environment.put("CI", "true");
    Run inCi = launch("verify");

    assertThat(elsewhere.err()).contains("the tests with the vendors' own clients are skipped");
    assertThat(calls()).singleElement().asString().contains("-Dpaastis.clients=false");
    assertThat(inCi.code()).isEqualTo(1);
    assertThat(inCi.err()).contains("need Node 20 or newer and npm", "CI=true");
  }

  @Test
  void verify_without_a_container_engine_skips_its_tests_and_says_so() throws Exception {
    checkout();
    jdk("some", "25");
    maven("3.9.9", "");
    toolsOfTheTests();
    script(tools.resolve("id"), "echo 1000");

    Run run = launch("verify", "-pl", "core");

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("podman", "are skipped", "sudo apt-get install");
    assertThat(calls()).singleElement().asString().contains("-Dpaastis.podman=false");
  }

  @Test
  void verify_in_ci_without_a_container_engine_fails() throws Exception {
    checkout();
    jdk("some", "25");
    maven("3.9.9", "");
    toolsOfTheTests();
    script(tools.resolve("id"), "echo 1000");
    environment.put("CI", "true");

    Run run = launch("verify", "-pl", "core");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("podman", "CI=true");
  }

  @Test
  void verify_without_other_proxies_skips_their_tests_and_says_so() throws Exception {
    checkout();
    jdk("some", "25");
    maven("3.9.9", "");
    toolsOfTheTests();
    Files.delete(tools.resolve("nginx")); // the system's own is not on the path
    script(tools.resolve("id"), "echo 1000");

    Run elsewhere = launch("verify", "-pl", "core");

    assertThat(elsewhere.err()).contains("nginx, haproxy or caddy is missing", "are skipped");
    assertThat(calls()).singleElement().asString().contains("-Dpaastis.proxies=false");
  }

  /** As on a machine where nothing is missing, and which is root's. */
  private void toolsOfTheTests() throws Exception {
    for (String tool :
        List.of(
            "chromium",
            "chromedriver",
            "podman",
            "runc",
            "busybox",
            "node",
            "npm",
            "pebble",
            "pebble-challtestsrv",
            "nginx",
            "haproxy",
            "caddy")) {
      script(tools.resolve(tool), "");
    }
    script(tools.resolve("id"), "echo 0");
  }
}
