// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An app of this machine, as declared.
 *
 * @param name a host label: lower-case letters, digits and hyphens; also the provider's reference
 * @param command program and arguments; {@code ${port}} and {@code ${url:other-app}} are expanded
 * @param folder where it runs
 * @param environment added to the engine's own, and expanded like the command
 * @param readinessPath answers 2xx or 3xx once the app is ready; {@code null}: it is ready as soon
 *     as it accepts a connection
 * @param stopGrace time between the request to end and the kill
 * @param port always this one; {@code null}: a free one, the same again when possible
 */
public record LocalApp(
    String name,
    List<String> command,
    Path folder,
    Map<String, String> environment,
    @Nullable String readinessPath,
    Duration stopGrace,
    @Nullable Integer port) {
  /** Time between the request to end and the kill when none is declared. */
  public static final Duration DEFAULT_STOP_GRACE = Duration.ofSeconds(10);

  /** The most that may be declared. */
  public static final Duration MAX_STOP_GRACE = Duration.ofMinutes(10);

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  /** Validates every part and copies the collections. */
  public LocalApp {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name of a local app must be 1 to 63 lower-case letters, digits and hyphens, got: '"
              + name
              + "'");
    }
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    require(!command.isEmpty() && !command.getFirst().isBlank(), name, "command", command);
    require(noNul(command), name, "command without NUL characters", "one with");
    for (var variable : environment.entrySet()) {
      String key = variable.getKey();
      require(VARIABLE.matcher(key).matches(), name, "environment variable name", key);
      require(noNul(List.of(variable.getValue())), name, "value without NUL of " + key, "one with");
    }
    require(readinessPath == null || readable(readinessPath), name, "path", readinessPath);
    require(
        !stopGrace.isNegative() && stopGrace.compareTo(MAX_STOP_GRACE) <= 0,
        name,
        "stop grace from 0s to 10m",
        stopGrace);
    require(port == null || (port >= 1 && port <= 65535), name, "port from 1 to 65535", port);
  }

  /** An app with nothing but a command and a folder. */
  public static LocalApp of(String name, List<String> command, Path folder) {
    return new LocalApp(name, command, folder, Map.of(), null, DEFAULT_STOP_GRACE, null);
  }

  /** The same app with these variables instead. */
  public LocalApp withEnvironment(Map<String, String> variables) {
    return new LocalApp(name, command, folder, variables, readinessPath, stopGrace, port);
  }

  /** The same app with that grace instead. */
  public LocalApp withStopGrace(Duration grace) {
    return new LocalApp(name, command, folder, environment, readinessPath, grace, port);
  }

  /** The same app, always on that port. */
  public LocalApp withPort(int always) {
    return new LocalApp(name, command, folder, environment, readinessPath, stopGrace, always);
  }

  /** Without the values of the environment, which may be secrets. */
  @Override
  public String toString() {
    return "LocalApp["
        + name
        + " "
        + command
        + " in "
        + folder
        + " with "
        + environment.keySet()
        + "]";
  }

  private static void require(boolean holds, String app, String what, @Nullable Object got) {
    if (!holds) {
      throw new IllegalArgumentException(
          "local app '" + app + "' needs a valid " + what + ", got: " + got);
    }
  }

  private static boolean noNul(List<String> texts) {
    return texts.stream().noneMatch(text -> text.indexOf('\0') >= 0);
  }

  private static boolean readable(String path) {
    return path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c < 127);
  }
}
