// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.gateway.route.IgnoreRules.Rule;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads ignore rules that people sent to the API or applied: the same words as in the file, held to
 * the same checks.
 */
public final class IgnoreTexts {
  private IgnoreTexts() {}

  /**
   * Reads one.
   *
   * @param json what it says, its name included
   * @throws ConfigurationException with everything that is wrong with it
   */
  public static Rule read(String json) {
    Problems problems = new Problems("ignore rule");
    IgnoreReader reader = new IgnoreReader();
    reader.rule(new Section("", node(json, problems), problems));
    problems.throwIfAny();
    return reader.rules().getFirst();
  }

  private static Node node(String json, Problems problems) {
    try {
      return new Compose(LoadSettings.builder().setUseMarks(true).build())
          .composeString(json)
          .orElseThrow(() -> new YamlEngineException("there is nothing in it"));
    } catch (YamlEngineException e) {
      problems.at(Optional.empty(), "", "cannot be read: " + e.getMessage());
      throw ConfigurationException.of(problems.found());
    }
  }
}
