// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.paastis.api.ErrorCode;
import dev.paastis.app.EventType;
import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.server.config.ConfigurationReader;
import dev.paastis.server.wiring.DayCalendars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages list is what the code has. */
class PagesTest {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private static final String HASH = "sha256:" + "0".repeat(64);
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)}");
  private static final Pattern FILE = Pattern.compile("file:([\\w./-]+)");

  /** Links in the text and at the end of a page; pictures are left to the eye. */
  private static final Pattern LINK =
      Pattern.compile(
          "(?:(?<!!)\\[[^]]+]\\(|^\\[[^]]+]: )(?!https?:|#)([^)#\\s]+)", Pattern.MULTILINE);

  @ParameterizedTest
  @ValueSource(
      strings = {"README.md", "docs/configuration.md", "docs/observability.md", "docs/routes.md"})
  void example_isAValidConfiguration(String page, @TempDir Path folder) throws IOException {
    List<String> examples =
        YAML.matcher(read(page)).results().map(found -> found.group(1)).toList();

    assertThat(examples).isNotEmpty();
    assertThat(examples)
        .allSatisfy(example ->
            assertThatCode(() ->
                    ConfigurationReader.parse(
                        folder.resolve("paastis.yml"),
                        example,
                        credentials(folder, example),
                        DayCalendars.in(folder)))
                .doesNotThrowAnyException());
  }

  /** What the example takes from its surroundings: variables, and files below its folder. */
  private static Map<String, String> credentials(Path folder, String example) throws IOException {
    for (MatchResult file : FILE.matcher(example).results().toList()) {
      Path path = folder.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, path.toString().endsWith(".hash") ? HASH : "credential");
    }
    return VARIABLE
        .matcher(example)
        .results()
        .collect(Collectors.toMap(found -> found.group(1), _ -> "credential", (one, _) -> one));
  }

  @ParameterizedTest
  @EnumSource
  void errorOfTheApi_isExplained(ErrorCode code) throws IOException {
    assertThat(read("docs/api.md")).contains("| %d | `%s` |".formatted(code.status(), code.wire()));
  }

  @ParameterizedTest
  @EnumSource
  void answerOfTheGateway_isExplained(ProblemCode code) throws IOException {
    assertThat(read("docs/operations.md"))
        .contains("| %d | `%s` |".formatted(code.status(), code.wire()));
  }

  @ParameterizedTest
  @EnumSource
  void eventType_isNamed(EventType type) throws IOException {
    assertThat(read("docs/api.md")).contains("`" + type.wire() + "`");
  }

  @Test
  void link_leadsToAFile() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : Repository.files(".md")) {
      for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
        if (!Files.exists(page.resolveSibling(link.group(1)))) {
          broken.add(Repository.nameOf(page) + ": " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static String read(String page) throws IOException {
    return Files.readString(Repository.root().resolve(page));
  }
}
