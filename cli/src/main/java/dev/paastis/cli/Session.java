// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.AppView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a command works with: the server it was told to use, the terminal, the time. */
final class Session {
  private final Surroundings surroundings;
  private final Terminal terminal;
  private final Settings settings;
  private final Errors errors;

  Session(Surroundings surroundings, Terminal terminal, ServerOptions options) {
    this.surroundings = surroundings;
    this.terminal = terminal;
    this.settings = new Settings(options, surroundings.environment(), surroundings.userHome());
    this.errors = new Errors(terminal, options);
  }

  Terminal terminal() {
    return terminal;
  }

  Errors errors() {
    return errors;
  }

  Settings settings() {
    return settings;
  }

  Instant now() {
    return surroundings.clock().instant();
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** A client of the server; made late, since options are read after commands are built. */
  ApiClient api() {
    return new ApiClient(settings.url(), settings.token().orElse(null), settings.tokenFile());
  }

  /** The app of that name or id; a name that does not exist gets the nearest that does. */
  JsonNode app(ApiClient api, String name) {
    try {
      return api.get("/apps/" + encode(name));
    } catch (Failure failure) {
      throw failure.code().equals("app-not-found") ? unknownApp(api, name, failure) : failure;
    }
  }

  static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Failure unknownApp(ApiClient api, String name, Failure failure) {
    List<String> names =
        Json.items(api.get("/apps?limit=500"), AppView.class).stream().map(AppView::name).toList();
    String advice =
        Nearest.to(name, names)
            .map(near -> "did you mean '" + near + "'?")
            .orElse("'paastis apps' lists them");
    return new Failure(
        failure.status(), "no app '%s'; %s".formatted(name, advice), failure.code(), failure);
  }
}
