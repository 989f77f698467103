// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import java.util.Map;
import java.util.Optional;

/**
 * What an account says, by the names of its platform's {@link Setting}s. Secrets do not print
 * themselves.
 *
 * @param texts what is plain
 * @param secrets what is not
 */
public record AccountSettings(Map<String, String> texts, Map<String, Secret> secrets) {
  /** Copies both. */
  public AccountSettings {
    texts = Map.copyOf(texts);
    secrets = Map.copyOf(secrets);
  }

  /** A plain setting, if it is said. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /** A credential, if it is there. */
  public Optional<Secret> secret(String name) {
    return Optional.ofNullable(secrets.get(name));
  }

  /**
   * A credential that must be there.
   *
   * @throws IllegalArgumentException when it is not
   */
  public Secret requiredSecret(String name) {
    return secret(name)
        .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is missing"));
  }

  /**
   * A plain setting that must be there.
   *
   * @throws IllegalArgumentException when it is not
   */
  public String requiredText(String name) {
    return text(name).orElseThrow(() -> new IllegalArgumentException("'" + name + "' is missing"));
  }
}
