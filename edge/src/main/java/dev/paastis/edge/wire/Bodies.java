// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge.wire;

import dev.paastis.api.CauseView;
import dev.paastis.api.GatewayWakeRequest;
import dev.paastis.api.GatewayWakeView;
import dev.paastis.api.GatewayWords;
import dev.paastis.api.GatewayWords.AppWord;
import java.util.Map;

/** The bodies of the requests that a gateway sends, and of their answers. */
public final class Bodies {
  private Bodies() {}

  /** Activity and answers. */
  public static String of(GatewayWords words) {
    return JsonText.of(
        words,
        (to, it) ->
            to.text("gateway", it.gateway())
                .truth("leaving", it.leaving())
                .objects(
                    "answers",
                    it.answers(),
                    (one, answer) ->
                        one.number("ask", answer.ask()).object("app", answer.app(), Bodies::word))
                .objects("apps", it.apps(), Bodies::word));
  }

  /** A wish to have an app awake. */
  public static String of(GatewayWakeRequest wish) {
    return JsonText.of(
        wish,
        (to, it) ->
            to.text("app", it.app())
                .object("cause", it.cause(), Bodies::cause)
                .number("withinMillis", it.withinMillis()));
  }

  /**
   * Reads what became of the wish.
   *
   * @throws GarbledException when it says nothing of it
   */
  public static GatewayWakeView outcome(String body) throws GarbledException {
    JsonObject from = JsonObject.of(body);
    return new GatewayWakeView(
        from.text("outcome"),
        from.optionalText("upstream"),
        from.optionalText("reason"),
        from.optionalText("detail"),
        from.optionalNumber("retryAfterMillis"),
        from.optionalText("until"));
  }

  /** The sentence in a problem's body, or the body's beginning where there is none. */
  public static String problemDetail(String body) {
    try {
      String detail = JsonObject.of(body).optionalText("detail");
      return detail == null ? "no reason given" : detail;
    } catch (GarbledException e) {
      return body.isBlank() ? "no reason given" : body.substring(0, Math.min(body.length(), 200));
    }
  }

  private static void word(JsonText to, AppWord it) {
    to.text("app", it.app())
        .number("inFlight", it.inFlight())
        .number("waiting", it.waiting())
        .number("lastActivityMillis", it.lastActivityMillis());
  }

  private static void cause(JsonText to, CauseView it) {
    to.text("kind", it.kind())
        .text("summary", it.summary())
        .object("details", it.details(), Bodies::details);
  }

  private static void details(JsonText to, Map<String, String> it) {
    it.forEach(to::text);
  }
}
