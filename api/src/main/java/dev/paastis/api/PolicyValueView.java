// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

/**
 * A part of what holds for an app.
 *
 * @param key as in the file, for example {@code idle-timeout}
 * @param value in the file's words
 * @param by the rule, file or default that said it
 */
public record PolicyValueView(String key, String value, String by) {}
