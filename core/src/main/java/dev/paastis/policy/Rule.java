// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

/**
 * A rule: what holds for which apps. Rules stand in an order; of each thing the first one counts
 * that selects the app and says something of it.
 *
 * @param name what people know it by, for example {@code rule 2 (review-.*)}
 * @param selector which apps
 * @param terms what holds for them
 */
public record Rule(String name, Selector selector, Terms terms) {}
