// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

/** What the commands of the same shape are about. */
enum PolicyKind {
  /** What holds for which apps. */
  RULE("rule", "List the rules of when apps sleep, and change those that people made."),
  /** When apps are paused. */
  WINDOW("window", "List the windows that pause apps, and change those that people made."),
  /** Apps that belong together. */
  GROUP("group", "List the groups of apps, and change those that people made.");

  private final String word;
  private final String description;

  PolicyKind(String word, String description) {
    this.word = word;
    this.description = description;
  }

  String word() {
    return word;
  }

  String description() {
    return description;
  }

  /** The name of the command. */
  String command() {
    return word + "s";
  }

  /** Where the API has them. */
  String path() {
    return "/" + word + "s";
  }

  /** Where the API has that one. */
  String path(String name) {
    return path() + "/" + Session.encode(name);
  }
}
