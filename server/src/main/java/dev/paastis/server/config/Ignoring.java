// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.gateway.route.IgnoreRules;
import java.util.List;

/**
 * What the file says of requests that neither wake an app nor keep it awake.
 *
 * @param rules in the order in which they are asked
 * @param defaults whether crawlers, monitors and what browsers fetch by themselves are ignored
 */
public record Ignoring(List<IgnoreRules.Rule> rules, boolean defaults) {
  /** Copies the rules. */
  public Ignoring {
    rules = List.copyOf(rules);
  }
}
