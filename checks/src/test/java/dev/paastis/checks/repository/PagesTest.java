// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.paastis.api.ErrorCode;
import dev.paastis.app.EventType;
import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.server.config.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages list is what the code has. */
class PagesTest {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  /** Links in the text and at the end of a page; pictures are left to the eye. */
  private static final Pattern LINK =
      Pattern.compile(
          "(?:(?<!!)\\[[^]]+]\\(|^\\[[^]]+]: )(?!https?:|#)([^)#\\s]+)", Pattern.MULTILINE);

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/configuration.md"})
  void example_isAValidConfiguration(String page) throws IOException {
    List<String> examples =
        YAML.matcher(read(page)).results().map(found -> found.group(1)).toList();

    assertThat(examples).isNotEmpty();
    assertThat(examples)
        .allSatisfy(example ->
            assertThatCode(() -> ConfigurationReader.parse(Path.of("paastis.yml"), example))
                .doesNotThrowAnyException());
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
