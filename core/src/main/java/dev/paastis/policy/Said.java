// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

/**
 * A value and who said it.
 *
 * @param value the value
 * @param by the rule or file that said it, for people
 * @param <T> type of the value
 */
public record Said<T>(T value, String by) {}
