// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the process was asked to run; option before environment.
 *
 * @param engine address of the engine's API
 * @param tokenFile file with an API token
 * @param space whose apps, {@code null} for those of the token
 * @param port where requests arrive, 0 for any free one
 * @param managementPort where health is told, {@code null} for nowhere
 * @param home folder for the snapshot
 */
record EdgeOptions(
    URI engine,
    Path tokenFile,
    @Nullable String space,
    int port,
    @Nullable Integer managementPort,
    Path home) {
  static final String HELP =
      """
      Usage: paastis gateway --engine URL --token-file FILE [options]
      Run a gateway alone: it takes its routes from an engine and goes on without it.

        --engine URL             address of the engine's console and API, such as
                                 http://10.0.0.5:9080 (PAASTIS_URL)
        --token-file FILE        an API token with the scope gateway, as 'serve' leaves one in
                                 gateway.token of its data folder; read anew for each call
        --space SPACE            name or id of the space; must be the token's own
        --port PORT              where requests arrive (8080)
        --management-port PORT   /actuator/health on this machine's own address (none)
        --home FOLDER            where the last routes are kept; one per gateway
                                 (PAASTIS_HOME, else ~/.paastis, and gateway in it)
        -h, --help               this text

      Exit codes: 0 ended by SIGTERM, 1 failed, 2 called in the wrong way, 3 refused by the engine.
      """;

  private static final List<String> NAMES =
      List.of("--engine", "--token-file", "--space", "--port", "--management-port", "--home");

  /** Reads the words of the command line. */
  static EdgeOptions of(List<String> words, Map<String, String> environment) {
    Map<String, String> given = given(words);
    String engine = given.getOrDefault("--engine", environment.getOrDefault("PAASTIS_URL", ""));
    if (engine.isBlank()) {
      throw new UsageException("--engine is missing: the address of the engine's API");
    }
    String token = given.get("--token-file");
    if (token == null) {
      throw new UsageException("--token-file is missing: a file with an API token");
    }
    if (!Files.isReadable(Path.of(token))) {
      throw new UsageException("--token-file: " + token + " cannot be read");
    }
    Integer managementPort = port(given, "--management-port", null);
    Integer port = port(given, "--port", 8080);
    return new EdgeOptions(
        engine(engine),
        Path.of(token),
        given.get("--space"),
        port == null ? 8080 : port,
        managementPort,
        home(given.get("--home"), environment));
  }

  private static Map<String, String> given(List<String> words) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (!NAMES.contains(name)) {
        throw new UsageException("unknown option " + name);
      }
      if (equals < 0 && i + 1 == words.size()) {
        throw new UsageException(name + " needs a value");
      }
      given.put(name, equals < 0 ? words.get(++i) : word.substring(equals + 1));
    }
    return given;
  }

  private static URI engine(String text) {
    try {
      URI engine = URI.create(text.endsWith("/") ? text : text + "/");
      String scheme = String.valueOf(engine.getScheme());
      if (engine.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return engine;
      }
    } catch (IllegalArgumentException e) {
      // told below, as for any other text that is no such address
    }
    throw new UsageException("--engine must read http://host:port or https://..., got: " + text);
  }

  private static @Nullable Integer port(
      Map<String, String> given, String name, @Nullable Integer otherwise) {
    String text = given.get(name);
    if (text == null) {
      return otherwise;
    }
    if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535) {
      return Integer.valueOf(text);
    }
    throw new UsageException(name + " must be 0 to 65535, got: " + text);
  }

  private static Path home(@Nullable String option, Map<String, String> environment) {
    if (option != null) {
      return Path.of(option).toAbsolutePath().normalize();
    }
    String variable = environment.get("PAASTIS_HOME");
    Path paastis =
        variable == null || variable.isBlank()
            ? Path.of(System.getProperty("user.home"), ".paastis")
            : Path.of(variable);
    return paastis.resolve("gateway").toAbsolutePath().normalize();
  }

  /** The process was called in the wrong way. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }
}
