// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the JSON Schema of {@code paastis.yml}, by which editors complete and check it. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Print the JSON Schema of paastis.yml (draft 2020-12).")
final class SchemaCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    System.out.print(text());
    System.out.flush();
    return 0;
  }

  static String text() throws IOException {
    try (InputStream in = SchemaCommand.class.getResourceAsStream("/schema/paastis.schema.json")) {
      if (in == null) {
        throw new StartException("the schema is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
