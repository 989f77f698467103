// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;

/**
 * An ignore rule that would have avoided wakes, on the wire.
 *
 * @param id identifies it as long as it is proposed
 * @param rule the rule as it would be
 * @param why for people
 * @param apps names of the apps that were woken
 * @param wakes how many wakes it would have avoided
 * @param alone how many of them nobody followed
 * @param awakeAlone time that apps were awake after those, as in {@link DurationText}
 */
public record IgnoreProposalView(
    String id,
    IgnoreRuleView rule,
    String why,
    List<String> apps,
    int wakes,
    int alone,
    String awakeAlone) {}
