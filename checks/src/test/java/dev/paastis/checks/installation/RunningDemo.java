// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the one demo of the whole test run to the tests that ask for an {@link Installation}. */
public final class RunningDemo implements ParameterResolver {
  /** Idle time of its apps. */
  public static final Duration IDLE = Duration.ofSeconds(5);

  private static final Namespace NAMESPACE = Namespace.create(RunningDemo.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(Installation.class);
  }

  /** Kept in the root store, which closes it after the last test. */
  @Override
  public Installation resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent("demo", _ -> start(), Installation.class);
  }

  private static Installation start() {
    try {
      return Installation.demo(IDLE.toSeconds() + "s");
    } catch (IOException e) {
      throw new AssertionError("the demo does not start", e);
    }
  }
}
