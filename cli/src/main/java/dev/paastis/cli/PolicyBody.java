// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads what a rule, window or group is to say. */
final class PolicyBody {
  private PolicyBody() {}

  /**
   * Reads JSON from that file; from standard input for a hyphen.
   *
   * @throws Failure when it cannot be read or is no JSON object
   */
  static JsonNode read(String file) {
    try {
      JsonNode body = Json.read(text(file));
      if (body.isObject()) {
        return body;
      }
    } catch (JacksonException notJson) {
      throw wrong(file, "is not JSON: " + notJson.getOriginalMessage(), notJson);
    } catch (IOException e) {
      throw wrong(file, "cannot be read: " + e.getMessage(), e);
    }
    throw wrong(file, "must be an object with the keys of paastis.yml", null);
  }

  private static String text(String file) throws IOException {
    return file.equals("-")
        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
        : Files.readString(Path.of(file));
  }

  private static Failure wrong(String file, String why, @Nullable Exception cause) {
    String name = file.equals("-") ? "standard input" : file;
    return new Failure(ExitStatus.USAGE, name + " " + why, "", cause);
  }
}
