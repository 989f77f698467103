// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.ProviderKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page for people says all that the kinds say. */
final class ProvidersPageTest {
  private static final Path PAGE = Path.of("..", "docs", "providers.md");

  static Stream<ProviderKind> kinds() {
    return ProviderKinds.load().all().stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void row_of_each_kind_says_what_the_kind_says(ProviderKind kind) throws IOException {
    String row = row(kind);
    Capabilities told = kind.capabilities();

    assertThat(row)
        .contains(told.stop() == Capabilities.Stop.AT_ONCE ? "| at once |" : "| later |")
        .contains(told.proof() == Capabilities.Proof.PROBE ? "| probe |" : "| probe and status |")
        .contains(kind.rights());
    assertThat(
            Stream.of(
                    told.remembers(),
                    told.keepsBilling(),
                    told.keepsRunning(),
                    told.notRestored(),
                    told.planLimits())
                .flatMap(List::stream))
        .allSatisfy(sentence -> assertThat(row).contains(sentence));
    assertThat(kind.limits())
        .allSatisfy(limit -> assertThat(row).contains(inWords(limit)).contains(limit.source()));
  }

  private static String inWords(ApiLimit limit) {
    long minutes = limit.per().toMinutes();
    return "`%s`: %d in %s, %d at once"
        .formatted(
            limit.scope(),
            limit.calls(),
            minutes > 0 ? minutes + " min" : limit.per().toSeconds() + " s",
            limit.burst());
  }

  private static String row(ProviderKind kind) throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| **" + kind.title() + "**<br>`" + kind.name() + "`"))
            .toList();
    assertThat(rows).as("rows of %s in %s", kind.title(), PAGE).hasSize(1);
    return rows.getFirst();
  }
}
