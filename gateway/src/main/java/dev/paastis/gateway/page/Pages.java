// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.page;

import dev.paastis.wake.WakeEstimate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the pages and the problem details. Immutable, safe for use by many threads. */
public final class Pages {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String PROBLEM_JSON = "application/problem+json";

  private final Template waiting = Template.load("waiting");
  private final Template problem = Template.load("problem");
  private final Template paused = Template.load("paused");
  private final Template click = Template.load("click");

  /**
   * The page that a browser shows while the app wakes.
   *
   * @param app the app's name
   * @param elapsed how long the wake has lasted
   * @param estimate how long it takes as a rule, {@code null} without history
   */
  public Reply waiting(
      Language language, String app, Duration elapsed, @Nullable WakeEstimate estimate) {
    Map<String, String> values = new HashMap<>();
    values.put("lang", language.tag());
    values.put("app", app);
    values.put("title", language.text("waiting.title", app));
    values.put("heading", language.text("waiting.heading", app));
    values.put("text", language.text("waiting.text"));
    values.put("progress", language.text("waiting.progress"));
    values.put("estimate", estimateText(language, estimate));
    values.put("late", language.text("waiting.late"));
    values.put("ready", language.text("waiting.ready"));
    values.put("again", language.text("again"));
    values.put("plain", language.text("waiting.plain"));
    values.put("footer", language.text("footer"));
    values.put("elapsed", String.valueOf(elapsed.toMillis()));
    values.put("usual", estimate == null ? "" : String.valueOf(estimate.usual().toMillis()));
    values.put("atmost", estimate == null ? "" : String.valueOf(estimate.atMost().toMillis()));
    return new Reply(
        200, HTML, waiting.fill(values), "waking", null, waiting.securityPolicy(), null);
  }

  /** A problem as a page, for people. */
  public Reply problemPage(Language language, Problem what) {
    Map<String, String> values = new HashMap<>();
    String code = what.code().wire();
    values.put("lang", language.tag());
    values.put("status", String.valueOf(what.code().status()));
    values.put("code", code);
    values.put("title", title(language, what));
    values.put("text", language.text("problem." + code + ".text", nameOf(what)));
    values.put("detail", what.detail() == null ? "" : what.detail());
    values.put("again", language.text("again"));
    values.put("footer", language.text("footer"));
    return new Reply(
        what.code().status(),
        HTML,
        problem.fill(values),
        code,
        what.retryAfter(),
        problem.securityPolicy(),
        null);
  }

  /** The own page of an operator in place of the waiting page, {@code null} where it has none. */
  public @Nullable Reply ownWaiting(
      OwnPages own,
      Language language,
      String app,
      Duration elapsed,
      @Nullable WakeEstimate estimate) {
    Map<String, String> values = new HashMap<>();
    values.put("lang", language.tag());
    values.put("app", app);
    values.put("title", language.text("waiting.title", app));
    values.put("text", language.text("waiting.text"));
    values.put("estimate", estimateText(language, estimate));
    values.put("elapsed", String.valueOf(elapsed.toSeconds()));
    values.put("status", "200");
    values.put("code", "waking");
    values.put("assets", OwnPages.ASSETS);
    return own.waiting(values);
  }

  /**
   * The own page of an operator in place of a problem's, {@code null} where it has none.
   *
   * @param action where the form of a click is sent, {@code null} for none
   */
  public @Nullable Reply ownProblem(
      OwnPages own, Language language, Problem what, @Nullable String action) {
    Map<String, String> values = new HashMap<>();
    String code = what.code().wire();
    values.put("lang", language.tag());
    values.put("app", nameOf(what));
    values.put("status", String.valueOf(what.code().status()));
    values.put("code", code);
    values.put("title", title(language, what));
    values.put("text", language.text("problem." + code + ".text", nameOf(what)));
    values.put("detail", what.detail() == null ? "" : what.detail());
    values.put("action", action == null ? "" : action);
    values.put("assets", OwnPages.ASSETS);
    return own.problem(what, values);
  }

  /**
   * A pause as a page, for people: until when, and a button where a click wakes the app.
   *
   * @param action where the button's form is sent, {@code null} for no button
   */
  public Reply pausedPage(Language language, Problem what, @Nullable String action) {
    Template page = action == null ? paused : click;
    Map<String, String> values = new HashMap<>();
    String code = what.code().wire();
    values.put("lang", language.tag());
    values.put("title", title(language, what));
    values.put("text", language.text("problem." + code + ".text", nameOf(what)));
    values.put("detail", what.detail() == null ? "" : what.detail());
    values.put("footer", language.text("footer"));
    values.put("action", action == null ? "" : action);
    values.put("wake", language.text("paused.wake"));
    values.putAll(PauseEnd.texts(language, what));
    String policy = page.securityPolicy();
    return new Reply(
        what.code().status(), HTML, page.fill(values), code, what.retryAfter(), policy, null);
  }

  /**
   * A problem as problem details, for programs.
   *
   * @param path the request's path
   * @param request the id by which the request is found again
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
   */
  public Reply problemJson(Problem what, String path, String request) {
    String code = what.code().wire();
    String text = Language.EN.text("problem." + code + ".text", nameOf(what));
    String body =
        new JsonText()
            .text("type", "about:blank")
            .text("title", title(Language.EN, what))
            .number("status", what.code().status())
            .text("code", code)
            .text("detail", what.detail() == null ? text : text + " " + what.detail())
            .text("instance", path)
            .text("app", what.app())
            .text("request", request)
            .text("until", what.until() == null ? null : what.until().toInstant().toString())
            .end();
    return new Reply(what.code().status(), PROBLEM_JSON, body + "\n", code)
        .withRetryAfter(what.retryAfter());
  }

  /** A problem in a few words. */
  public String title(Language language, Problem what) {
    return language.text("problem." + what.code().wire() + ".title", nameOf(what));
  }

  private static String nameOf(Problem what) {
    return what.app() == null ? "" : what.app();
  }

  private static String estimateText(Language language, @Nullable WakeEstimate estimate) {
    if (estimate == null) {
      return language.text("waiting.unknown");
    }
    return language.text("waiting.estimate", seconds(estimate.usual()), seconds(estimate.atMost()));
  }

  /** Whole seconds, rounded up, as nobody minds to be early. */
  private static long seconds(Duration time) {
    return Math.max(1, (time.toMillis() + 999) / 1000);
  }
}
