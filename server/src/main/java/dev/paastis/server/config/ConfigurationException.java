// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import java.util.List;

/** A configuration that cannot be used; each problem is one line with file, line, key and rule. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /** Carries every problem found. */
  public ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** The problems, one line each. */
  public List<String> problems() {
    return problems;
  }
}
