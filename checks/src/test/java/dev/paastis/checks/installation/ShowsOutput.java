// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Adds to a failure what the product printed. */
public final class ShowsOutput implements TestExecutionExceptionHandler {
  private static final int LAST_CHARACTERS = 20_000;

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    String output = Installation.outputOfAllOpen();
    int from = Math.max(0, output.length() - LAST_CHARACTERS);
    failure.addSuppressed(new Printed(output.substring(from)));
    throw failure;
  }

  private static final class Printed extends Exception {
    private static final long serialVersionUID = 1L;

    Printed(String output) {
      super("the product printed:\n" + output, null, false, false);
    }
  }
}
