// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What an account says, on the command line. A credential itself never stands there, where other
 * people of the machine could read it: only where it is.
 */
final class AccountSettingsOptions {
  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A setting of the provider; 'paastis providers' lists them.")
  private Map<String, String> texts = new LinkedHashMap<>();

  @Option(
      names = "--secret",
      paramLabel = "NAME[=SOURCE]",
      description =
          "A credential: NAME asks for it or reads standard input, NAME=env:VARIABLE and"
              + " NAME=file:PATH read it from there.")
  private List<String> secrets = List.of();

  boolean isEmpty() {
    return texts.isEmpty() && secrets.isEmpty();
  }

  Map<String, String> read(Surroundings surroundings) {
    Map<String, String> settings = new HashMap<>(texts);
    for (String secret : secrets) {
      int equals = secret.indexOf('=');
      String name = equals < 0 ? secret : secret.substring(0, equals);
      String source = equals < 0 ? "" : secret.substring(equals + 1);
      settings.put(name, secret(name, source, surroundings));
    }
    return settings;
  }

  private static String secret(String name, String source, Surroundings surroundings) {
    if (source.isEmpty()) {
      return asked(name);
    }
    if (source.startsWith("env:")) {
      String variable = source.substring(4);
      @Nullable String value = surroundings.environment().get(variable);
      if (value == null || value.isBlank()) {
        throw usage("the environment variable " + variable + " is not set");
      }
      return value;
    }
    if (source.startsWith("file:")) {
      return file(Path.of(source.substring(5)));
    }
    throw usage(
        "--secret %s: a credential does not belong on the command line; write %s=env:VARIABLE or %s=file:PATH"
            .formatted(name, name, name));
  }

  private static String file(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new Failure(ExitStatus.USAGE, file + " cannot be read", "", e);
    }
  }

  private static String asked(String name) {
    Console console = Objects.requireNonNull(System.console(), "there is one since Java 22");
    try {
      if (console.isTerminal()) {
        char[] typed = console.readPassword("%s: ", name);
        return typed == null ? "" : new String(typed);
      }
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new Failure(ExitStatus.USAGE, "standard input cannot be read", "", e);
    }
  }

  private static Failure usage(String message) {
    return new Failure(ExitStatus.USAGE, message, "", null);
  }
}
