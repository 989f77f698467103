// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.gateway.observe.AccessFormat;
import dev.paastis.gateway.observe.AccessLog;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the process was asked to run; option before environment.
 *
 * @param engine address of the engine's API
 * @param tokenFile file with an API token
 * @param space whose apps, {@code null} for those of the token
 * @param port where requests arrive, 0 for any free one
 * @param managementPort where health and figures are told, {@code null} for nowhere
 * @param home folder for the snapshot
 * @param around what concerns this gateway and no other
 */
record EdgeOptions(
    URI engine,
    Path tokenFile,
    @Nullable String space,
    int port,
    @Nullable Integer managementPort,
    Path home,
    Around around) {
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
        --tls-port PORT          where they arrive by TLS; needs --certificates (none)
        --certificates FOLDER    NAME.pem or NAME.crt beside NAME.key, or folders with
                                 fullchain.pem and privkey.pem; taken again when they change
        --management-port PORT   /actuator/health and /actuator/prometheus on this machine's own
                                 address (none)
        --forward-auth-port PORT where proxies of your own ask before they forward (none)
        --trusted-peers LIST     addresses and CIDR blocks with commas between, or none: whose
                                 forwarded headers are believed (as the engine says)
        --proxy-protocol LIST    likewise: who speaks the PROXY protocol (as the engine says)
        --access-log FILE        a line for every exchange; stdout for standard output (none)
        --access-log-format F    json, common or combined (json)
        --access-log-queries     write the queries of addresses, too
        --home FOLDER            where the last routes are kept; one per gateway
                                 (PAASTIS_HOME, else ~/.paastis, and gateway in it)
        -h, --help               this text

      Exit codes: 0 ended by SIGTERM, 1 failed, 2 called in the wrong way, 3 refused by the engine.
      """;

  private static final List<String> NAMES =
      List.of(
          "--engine",
          "--token-file",
          "--space",
          "--port",
          "--tls-port",
          "--certificates",
          "--management-port",
          "--forward-auth-port",
          "--trusted-peers",
          "--proxy-protocol",
          "--access-log",
          "--access-log-format",
          "--home");

  private static final String QUERIES = "--access-log-queries";

  /**
   * What concerns one gateway and no other; {@code null} for what the engine says, or for nothing.
   *
   * @param tls where TLS is served, and with what
   * @param forwardAuthPort where proxies of one's own ask
   * @param trustedPeers whose forwarded headers are believed
   * @param proxyProtocol who speaks the PROXY protocol
   * @param log the access log
   */
  record Around(
      @Nullable Tls tls,
      @Nullable Integer forwardAuthPort,
      @Nullable List<String> trustedPeers,
      @Nullable List<String> proxyProtocol,
      AccessLog.@Nullable Target log) {
    /** Nothing of all this. */
    static final Around PLAIN = new Around(null, null, null, null, null);
  }

  /**
   * TLS.
   *
   * @param port TCP port, 0 for any free one
   * @param certificates the folder with them
   */
  record Tls(int port, Path certificates) {}

  /** Whether there is an option of that name. */
  static boolean isKnown(String name) {
    return NAMES.contains(name) || name.equals(QUERIES);
  }

  /** Reads the words of the command line. */
  static EdgeOptions of(List<String> arguments, Map<String, String> environment) {
    Words words = new Words(arguments, NAMES, List.of(QUERIES));
    String engine = words.text("--engine", environment.getOrDefault("PAASTIS_URL", ""));
    if (engine.isBlank()) {
      throw new UsageException("--engine is missing: the address of the engine's API");
    }
    String token = words.text("--token-file");
    if (token == null) {
      throw new UsageException("--token-file is missing: a file with an API token");
    }
    if (!Files.isReadable(Path.of(token))) {
      throw new UsageException("--token-file: " + token + " cannot be read");
    }
    Integer port = words.port("--port");
    return new EdgeOptions(
        engine(engine),
        Path.of(token),
        words.text("--space"),
        port == null ? 8080 : port,
        words.port("--management-port"),
        home(words.text("--home"), environment),
        around(words));
  }

  private static Around around(Words words) {
    return new Around(
        tls(words),
        words.port("--forward-auth-port"),
        words.blocks("--trusted-peers"),
        words.blocks("--proxy-protocol"),
        log(words));
  }

  private static @Nullable Tls tls(Words words) {
    Integer port = words.port("--tls-port");
    String folder = words.text("--certificates");
    if (port == null && folder == null) {
      return null;
    } else if (port == null || folder == null) {
      throw new UsageException("--tls-port and --certificates need each other");
    }
    Path certificates = Path.of(folder).toAbsolutePath().normalize();
    if (!Files.isDirectory(certificates) || !Files.isReadable(certificates)) {
      throw new UsageException("--certificates: " + certificates + " is no folder we may read");
    }
    return new Tls(port, certificates);
  }

  private static AccessLog.@Nullable Target log(Words words) {
    String file = words.text("--access-log");
    String format = words.text("--access-log-format", "json");
    if (!List.of("json", "common", "combined").contains(format)) {
      throw new UsageException("--access-log-format must be json, common or combined: " + format);
    }
    if (file == null) {
      return null;
    }
    Path path = file.equals("stdout") ? null : Path.of(file).toAbsolutePath();
    AccessFormat known = AccessFormat.valueOf(format.toUpperCase(Locale.ROOT));
    return new AccessLog.Target(path, known, words.has(QUERIES));
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
