// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

/** An API token and where it came from; prints only the latter. */
final class Token {
  private final String value;
  private final String source;

  Token(String value, String source) {
    this.value = value;
    this.source = source;
  }

  String authorization() {
    return "Bearer " + value;
  }

  String source() {
    return source;
  }

  @Override
  public String toString() {
    return "token from " + source;
  }
}
