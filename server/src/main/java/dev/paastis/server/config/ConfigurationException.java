// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; each problem is one line with file, line, key and rule. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  /** Carries every problem found. */
  public ConfigurationException(List<String> problems) {
    this(String.join("\n", problems), problems.stream().map(Fault::of).toList());
  }

  private ConfigurationException(String message, List<Fault> faults) {
    super(message);
    this.faults = List.copyOf(faults);
  }

  /** Carries every problem found, by its key. */
  public static ConfigurationException of(List<Fault> faults) {
    return new ConfigurationException(
        faults.stream().map(Fault::text).collect(Collectors.joining("\n")), faults);
  }

  /** The problems by their keys. */
  public List<Fault> faults() {
    return faults;
  }

  /** The problems, one line each. */
  public List<String> problems() {
    return faults.stream().map(Fault::text).toList();
  }
}
