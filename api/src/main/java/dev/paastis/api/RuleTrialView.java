// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;

/**
 * What a rule would make of an app.
 *
 * @param app its id
 * @param name its name
 * @param selected whether the rule would select it; otherwise it does so now
 * @param changes what would be otherwise than now
 */
public record RuleTrialView(String app, String name, boolean selected, List<Change> changes) {
  /**
   * A part that would be otherwise.
   *
   * @param key as in the file
   * @param before its value now, {@code none} where nothing is said
   * @param after its value then
   * @param by who would say so
   */
  public record Change(String key, String before, String after, String by) {}
}
