// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.ErrorCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Adds a one-off exception to a window. */
@Command(
    name = "except",
    description = "Keep a window's apps awake, or pause them, once.",
    footer = {
      "",
      "Example: paastis windows except nights --from 20:00 --until 23:30 --awake --why 'release'"
    })
final class WindowExceptCommand implements Callable<Integer> {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The window's name.")
  private String name = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "From 22:00 (the next) or 2026-12-01T22:00, in your zone (default: now).")
  private @Nullable String from;

  @Option(
      names = "--until",
      required = true,
      paramLabel = "TIME",
      description = "Until 22:00 (the next after the begin) or 2026-12-01T22:00.")
  private String until = "";

  @ArgGroup(multiplicity = "1")
  private What what = new What();

  @Option(names = "--why", paramLabel = "TEXT", description = "Why, for people.")
  private @Nullable String why;

  WindowExceptCommand(Session session) {
    this.session = session;
  }

  /** One of the two. */
  static final class What {
    @Option(names = "--awake", description = "Its apps stay awake.")
    private boolean awake;

    @Option(names = "--paused", description = "Its apps are paused.")
    private boolean paused;

    boolean wantsAwake() {
      return awake && !paused;
    }
  }

  @Override
  public Integer call() {
    ApiClient api = session.api();
    JsonNode window = api.get(PolicyKind.WINDOW.path(name));
    Map<String, Object> exception = exception(window);
    if (window.path("source").asString("").equals("file")) {
      throw new Failure(
          ExitStatus.REFUSED,
          "window '%s' stands in paastis.yml; add there, under its exceptions: - %s"
              .formatted(name, Json.write(exception)),
          ErrorCode.DECLARED_BY_FILE.wire(),
          null);
    }
    var _ = api.post(PolicyKind.WINDOW.path(name) + "/exceptions", exception);
    session
        .terminal()
        .print(
            "window '%s' has its apps %s from %s until %s"
                .formatted(
                    name,
                    what.wantsAwake() ? "awake" : "paused",
                    exception.get("from"),
                    exception.get("until")));
    return ExitStatus.DONE.code();
  }

  /** In local times of the window, as its file would have it. */
  private Map<String, Object> exception(JsonNode window) {
    ZoneId mine = session.surroundings().zone();
    Instant begin =
        from == null ? session.now() : Moments.next("--from", from, session.now(), mine);
    Instant end = Moments.next("--until", until, begin, mine);
    ZoneId theirs = zone(window.path("body").path("zone").asString(""));
    Map<String, Object> exception = new LinkedHashMap<>();
    exception.put("from", LOCAL.format(begin.atZone(theirs)));
    exception.put("until", LOCAL.format(end.atZone(theirs)));
    exception.put("awake", what.wantsAwake());
    if (why != null) {
      exception.put("why", why);
    }
    return exception;
  }

  private ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException unknown) {
      throw new Failure(
          ExitStatus.FAILED,
          "window '%s' has the zone '%s', which is not known here".formatted(name, text),
          "",
          unknown);
    }
  }
}
