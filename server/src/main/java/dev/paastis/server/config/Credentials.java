// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.provider.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds credentials: the file names where one is, and never holds it itself. */
final class Credentials {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final String FILE = "file:";

  private final Map<String, String> environment;
  private final Path folder;

  /** Files are looked for from that folder. */
  Credentials(Map<String, String> environment, Path folder) {
    this.environment = environment;
    this.folder = folder;
  }

  /** The credential that a value names. */
  Optional<Secret> find(Section section, String key, String value) {
    Matcher variable = VARIABLE.matcher(value);
    if (variable.matches()) {
      return fromEnvironment(section, key, variable.group(1));
    }
    if (value.startsWith(FILE)) {
      return fromFile(section, key, value.substring(FILE.length()));
    }
    section.problem(
        key,
        "is a credential, which does not belong in this file; write ${NAME} for an environment"
            + " variable or file:PATH for a file");
    return Optional.empty();
  }

  private Optional<Secret> fromEnvironment(Section section, String key, String name) {
    @Nullable String value = environment.get(name);
    if (value == null || value.isBlank()) {
      section.problem(key, "the environment variable " + name + " is not set");
      return Optional.empty();
    }
    return Optional.of(new Secret(value.strip()));
  }

  private Optional<Secret> fromFile(Section section, String key, String path) {
    Path file = folder.resolve(path);
    try {
      String text = Files.readString(file).strip();
      if (!text.isEmpty()) {
        return Optional.of(new Secret(text));
      }
      section.problem(key, file + " is empty");
    } catch (IOException e) {
      section.problem(key, file + " cannot be read");
    }
    return Optional.empty();
  }
}
