// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which server to talk to: an option goes before a variable, a variable before a file. */
final class Settings {
  static final String DEFAULT_URL = "http://localhost:9080";

  private final ServerOptions options;
  private final Map<String, String> environment;
  private final Path userHome;

  Settings(ServerOptions options, Map<String, String> environment, Path userHome) {
    this.options = options;
    this.environment = environment;
    this.userHome = userHome;
  }

  Path home() {
    Path option = options.home;
    if (option != null) {
      return option;
    }
    return variable("PAASTIS_HOME").map(Path::of).orElse(userHome.resolve(".paastis"));
  }

  Path tokenFile() {
    return home().resolve("admin.token");
  }

  /**
   * The server's address.
   *
   * @throws Failure when what is set is not an address; the message says where it came from
   */
  URI url() {
    String option = options.url;
    if (option != null) {
      return address(option, "--url");
    }
    Optional<String> variable = variable("PAASTIS_URL");
    if (variable.isPresent()) {
      return address(variable.get(), "PAASTIS_URL");
    }
    Path file = home().resolve("server.url");
    String written = content(file);
    return written == null ? URI.create(DEFAULT_URL) : address(written, file.toString());
  }

  /** The token, if one is set anywhere. */
  Optional<Token> token() {
    String option = options.token;
    if (option != null) {
      return Optional.of(new Token(option, "--token"));
    }
    Optional<Token> variable =
        variable("PAASTIS_TOKEN").map(value -> new Token(value, "PAASTIS_TOKEN"));
    return variable.isPresent() ? variable : tokenOfFile();
  }

  private Optional<Token> tokenOfFile() {
    String written = content(tokenFile());
    return written == null
        ? Optional.empty()
        : Optional.of(new Token(written, tokenFile().toString()));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static URI address(String text, String source) {
    String trimmed = text.strip().replaceAll("/+$", "");
    if (!trimmed.matches("https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
      throw notAnAddress(text, source);
    }
    try {
      return URI.create(trimmed);
    } catch (IllegalArgumentException notAUri) {
      throw notAnAddress(text, source);
    }
  }

  private static Failure notAnAddress(String text, String source) {
    return new Failure(
        ExitStatus.USAGE,
        "'%s' from %s is not an address; write for example %s"
            .formatted(text.strip(), source, DEFAULT_URL));
  }

  private static @Nullable String content(Path file) {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try {
      String text = Files.readString(file).strip();
      return text.isEmpty() ? null : text;
    } catch (IOException unreadable) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot read %s; make it readable for you, or use the option instead".formatted(file),
          "",
          unreadable);
    }
  }
}
