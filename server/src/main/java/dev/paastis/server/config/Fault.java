// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

/**
 * Something that is wrong with what was written.
 *
 * @param place the file, or the entry, such as {@code rule 'nights'}
 * @param key which key; empty for the whole
 * @param rule what is wrong with it, and what to write
 * @param text all of this in one line
 */
public record Fault(String place, String key, String rule, String text) {
  /** A fault of which no more is known than its line. */
  static Fault of(String text) {
    return new Fault("", "", text, text);
  }
}
