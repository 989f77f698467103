// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTest {
  private static final String LICENCE_LINE = "// SPDX-License-Identifier: AGPL-3.0-or-later\n";

  /** A package mirror is a property of somebody's machine, never of the project. */
  private static final Pattern REGISTRY =
      Pattern.compile(
          "https?://[^\\s/\"'<]*(?:nexus|artifactory|mirror|repo1?\\.|registry|pypi|proxy\\.golang)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.$}])/(?:home|root|Users|work)/[\\w.]");

  private static final Set<String> BINARY = Set.of("png", "jpg", "ico", "woff", "woff2", "jar");

  private static final int LONGEST_JOB = 60;

  @Test
  void javaFile_startsWithTheLicence() {
    assertThat(Repository.files(".java")).filteredOn(lacks(LICENCE_LINE)).isEmpty();
  }

  @Test
  void package_isNullMarked() {
    List<Path> folders =
        Repository.files(".java").stream().map(Path::getParent).distinct().toList();
    assertThat(folders)
        .as("every package has a package-info.java with @NullMarked, in main or else in test")
        .filteredOn(folder -> !isNullMarked(folder))
        .isEmpty();
  }

  @Test
  void file_namesNoRegistryAndNoMachinePath() {
    List<String> found = new ArrayList<>();
    for (Path file : Repository.files()) {
      if (!isBinary(file)) {
        linesThat(REGISTRY.asPredicate().or(MACHINE_PATH.asPredicate()), file, found);
      }
    }
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "see https://nexus.example.org/maven",
        "<url>https://repo1.maven.org/maven2</url>",
        "https://registry.npmjs.org/x",
        "cd /home/me/paastis",
        "\"/root/.m2\""
      })
  void registryOrMachinePath_isSeen(String line) {
    assertThat(REGISTRY.asPredicate().or(MACHINE_PATH.asPredicate())).accepts(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://maven.apache.org/POM/4.0.0",
        "https://docs.spring.io/x",
        "src/main/work/x"
      })
  void ordinaryAddressAndPath_isNotTakenForOne(String line) {
    assertThat(REGISTRY.asPredicate().or(MACHINE_PATH.asPredicate())).rejects(line);
  }

  @Test
  void job_isShort() {
    assertThat(Repository.files(".java"))
        .as("a job reads the clock, calls the core and logs the report")
        .filteredOn(
            file -> Repository.nameOf(file).contains("src/main/java/dev/paastis/server/job/"))
        .filteredOn(file -> read(file).lines().count() > LONGEST_JOB)
        .isEmpty();
  }

  @Test
  void test_doesNotSleep() {
    String sleeping = "Thread" + ".sleep(";
    assertThat(Repository.files(".java"))
        .filteredOn(file -> Repository.nameOf(file).contains("/src/test/"))
        .filteredOn(file -> read(file).contains(sleeping))
        .isEmpty();
  }

  private static boolean isNullMarked(Path folder) {
    Path twin = Path.of(folder.toString().replace("/src/test/java/", "/src/main/java/"));
    return List.of(folder, twin).stream()
        .map(each -> each.resolve("package-info.java"))
        .anyMatch(info -> Files.exists(info) && read(info).contains("@NullMarked"));
  }

  private static Predicate<Path> lacks(String beginning) {
    return file -> !read(file).startsWith(beginning);
  }

  private static void linesThat(Predicate<String> wrong, Path file, List<String> found) {
    int number = 0;
    for (String line : read(file).lines().toList()) {
      number++;
      boolean ownExample = file.endsWith("RepositoryTest.java");
      if (!ownExample && wrong.test(line)) {
        found.add(Repository.nameOf(file) + ":" + number + ": " + line.strip());
      }
    }
  }

  private static boolean isBinary(Path file) {
    String name = file.getFileName().toString();
    return BINARY.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot read " + file, e);
    }
  }
}
