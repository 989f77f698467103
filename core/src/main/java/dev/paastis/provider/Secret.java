// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

/** A credential. It never prints itself; only who sends it asks for its text. */
public final class Secret {
  private final String text;

  /** Holds that text. */
  public Secret(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a secret must not be blank");
    }
    this.text = text;
  }

  /** The text itself, for the request that needs it. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
