// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Launcher;
import dev.paastis.checks.installation.Launcher.Outcome;
import dev.paastis.checks.repository.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages tell people to type exists. */
@EndToEnd
class ReadmeTest {
  private static final Pattern COMMAND = Pattern.compile("\\./paastis ([a-z][a-z-]*)");

  @TempDir Path folder;

  @Test
  void commandOfThePages_isInTheHelp() throws Exception {
    Outcome help = Launcher.run(folder, Map.of(), "--help");
    assertThat(help.exitCode()).as(help.err()).isZero();

    SortedSet<String> commands = new TreeSet<>();
    for (Path page : Repository.files(".md")) {
      Matcher found = COMMAND.matcher(Files.readString(page));
      while (found.find()) {
        commands.add(found.group(1));
      }
    }
    assertThat(commands).contains("demo", "verify");
    assertThat(commands)
        .allSatisfy(
            command -> assertThat(help.out()).containsPattern("(?m)^\\s*" + command + "\\b"));
  }

  @Test
  void readme_saysTheTwoCommandsOnItsFirstScreen() throws Exception {
    String firstScreen =
        String.join(
            "\n",
            Files.readAllLines(Repository.root().resolve("README.md")).stream().limit(60).toList());
    assertThat(firstScreen).contains("./paastis demo", "./paastis verify", "![");
  }
}
