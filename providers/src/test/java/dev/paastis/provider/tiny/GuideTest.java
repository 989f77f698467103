// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code of the guide is code that compiles and passes. */
class GuideTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Path GUIDE = Path.of("..", "docs", "adding-a-provider.md");
  private static final Path EXAMPLE = Path.of("src/test/java/dev/paastis/provider/tiny");

  @Test
  void example_isTheCodeThatIsTested() throws IOException {
    String code = plain(allOf(EXAMPLE));
    List<String> examples =
        JAVA.matcher(Files.readString(GUIDE))
            .results()
            .map((MatchResult found) -> plain(found.group(1)))
            .toList();

    assertThat(examples).isNotEmpty().allSatisfy(example -> assertThat(code).contains(example));
  }

  private static String allOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.sorted().toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    }
  }

  private static String plain(String code) {
    return code.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
