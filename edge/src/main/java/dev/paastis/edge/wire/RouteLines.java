// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge.wire;

import dev.paastis.api.GatewaySettingsView;
import dev.paastis.api.GatewaySettingsView.Https;
import dev.paastis.api.GatewaySettingsView.Network;
import dev.paastis.api.RouteLine;
import dev.paastis.api.RouteRulesView;
import dev.paastis.api.RouteRulesView.Alias;
import dev.paastis.api.RouteRulesView.Answer;
import dev.paastis.api.RouteRulesView.Ignored;
import dev.paastis.api.RouteRulesView.Pattern;
import dev.paastis.api.RouteView;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of the route stream, which are those of the snapshot on disk, too. */
public final class RouteLines {
  private RouteLines() {}

  /**
   * Reads a line.
   *
   * @throws GarbledException when it is none, or lacks something
   */
  public static RouteLine read(String line) throws GarbledException {
    JsonObject from = JsonObject.of(line);
    return new RouteLine(
        from.text("type"),
        from.optionalText("epoch"),
        from.optionalNumber("position"),
        settings(from.optionalObject("settings")),
        rules(from.optionalObject("rules")),
        route(from.optionalObject("route")),
        from.optionalText("app"),
        from.optionalNumber("ask"),
        WrittenLines.route(from.optionalObject("written")),
        WrittenLines.page(from.optionalObject("page")));
  }

  /** Writes a line, without its end. */
  public static String write(RouteLine line) {
    return JsonText.of(
        line,
        (to, it) ->
            to.text("type", it.type())
                .text("epoch", it.epoch())
                .number("position", it.position())
                .object("settings", it.settings(), RouteLines::settings)
                .object("rules", it.rules(), RouteLines::rules)
                .object("route", it.route(), RouteLines::route)
                .text("app", it.app())
                .number("ask", it.ask())
                .object("written", it.written(), WrittenLines::route)
                .object("page", it.page(), WrittenLines::page));
  }

  private static @Nullable GatewaySettingsView settings(@Nullable JsonObject from)
      throws GarbledException {
    return from == null
        ? null
        : new GatewaySettingsView(
            from.text("domain"),
            from.figure("holdPerApp"),
            from.figure("holdPerSpace"),
            from.number("holdMillis"),
            from.number("silentStreamMillis"),
            from.figure("appFigures"),
            network(from.object("network")),
            https(from.object("https")));
  }

  private static Network network(JsonObject from) throws GarbledException {
    return new Network(
        from.texts("trustedPeers"),
        from.texts("proxyProtocol"),
        from.texts("privateUpstreams"),
        from.figure("connectionsPerApp"),
        from.truth("rewrite"),
        from.number("forwardAuthGraceMillis"));
  }

  private static void network(JsonText to, Network it) {
    to.texts("trustedPeers", it.trustedPeers())
        .texts("proxyProtocol", it.proxyProtocol())
        .texts("privateUpstreams", it.privateUpstreams())
        .number("connectionsPerApp", it.connectionsPerApp())
        .truth("rewrite", it.rewrite())
        .number("forwardAuthGraceMillis", it.forwardAuthGraceMillis());
  }

  private static Https https(JsonObject from) throws GarbledException {
    Long port = from.optionalNumber("publicPort");
    return new Https(
        from.truth("redirect"),
        from.texts("redirectHosts"),
        port == null ? null : Math.toIntExact(port),
        from.optionalText("defaultHost"));
  }

  private static void https(JsonText to, Https it) {
    Integer port = it.publicPort();
    to.truth("redirect", it.redirect())
        .texts("redirectHosts", it.redirectHosts())
        .number("publicPort", port == null ? null : Long.valueOf(port))
        .text("defaultHost", it.defaultHost());
  }

  private static void settings(JsonText to, GatewaySettingsView it) {
    to.text("domain", it.domain())
        .number("holdPerApp", it.holdPerApp())
        .number("holdPerSpace", it.holdPerSpace())
        .number("holdMillis", it.holdMillis())
        .number("silentStreamMillis", it.silentStreamMillis())
        .number("appFigures", it.appFigures())
        .object("network", it.network(), RouteLines::network)
        .object("https", it.https(), RouteLines::https);
  }

  private static @Nullable RouteView route(@Nullable JsonObject from) throws GarbledException {
    if (from == null) {
      return null;
    }
    JsonObject wake = from.optionalObject("wakeTimes");
    return new RouteView(
        from.text("id"),
        from.text("name"),
        from.text("space").intern(),
        from.number("version"),
        from.text("state").intern(),
        instant(from.text("since")),
        from.optionalText("upstream"),
        from.texts("hosts"),
        from.text("reach").intern(),
        wake == null
            ? null
            : new RouteView.WakeTimes(
                wake.number("usualMillis"),
                wake.number("atMostMillis"),
                Math.toIntExact(wake.number("samples"))));
  }

  private static void route(JsonText to, RouteView it) {
    to.text("id", it.id())
        .text("name", it.name())
        .text("space", it.space())
        .number("version", it.version())
        .text("state", it.state())
        .text("since", it.since().toString())
        .text("upstream", it.upstream())
        .texts("hosts", it.hosts())
        .text("reach", it.reach())
        .object(
            "wakeTimes",
            it.wakeTimes(),
            (wake, times) ->
                wake.number("usualMillis", times.usualMillis())
                    .number("atMostMillis", times.atMostMillis())
                    .number("samples", times.samples()));
  }

  private static Instant instant(String text) throws GarbledException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new GarbledException("no time: " + text, e);
    }
  }

  private static @Nullable RouteRulesView rules(@Nullable JsonObject from) throws GarbledException {
    if (from == null) {
      return null;
    }
    List<Alias> aliases = new ArrayList<>();
    for (JsonObject alias : from.objects("aliases")) {
      aliases.add(new Alias(pattern(alias.object("hosts")), alias.text("app")));
    }
    List<Ignored> ignored = new ArrayList<>();
    for (JsonObject rule : from.objects("ignored")) {
      ignored.add(ignored(rule));
    }
    return new RouteRulesView(aliases, ignored);
  }

  private static void rules(JsonText to, RouteRulesView it) {
    to.objects(
            "aliases",
            it.aliases(),
            (one, alias) ->
                one.object("hosts", alias.hosts(), RouteLines::pattern).text("app", alias.app()))
        .objects("ignored", it.ignored(), RouteLines::ignored);
  }

  private static Ignored ignored(JsonObject from) throws GarbledException {
    JsonObject apps = from.optionalObject("apps");
    JsonObject answer = from.object("answer");
    return new Ignored(
        from.text("name"),
        from.texts("agents"),
        from.texts("paths"),
        from.texts("prefixes"),
        from.texts("addresses"),
        apps == null ? null : pattern(apps),
        new Answer(
            Math.toIntExact(answer.number("status")),
            answer.text("contentType"),
            answer.text("body"),
            answer.optionalNumber("retryAfterMillis")));
  }

  private static void ignored(JsonText to, Ignored it) {
    to.text("name", it.name())
        .texts("agents", it.agents())
        .texts("paths", it.paths())
        .texts("prefixes", it.prefixes())
        .texts("addresses", it.addresses())
        .object("apps", it.apps(), RouteLines::pattern)
        .object(
            "answer",
            it.answer(),
            (one, answer) ->
                one.number("status", answer.status())
                    .text("contentType", answer.contentType())
                    .text("body", answer.body())
                    .number("retryAfterMillis", answer.retryAfterMillis()));
  }

  private static Pattern pattern(JsonObject from) throws GarbledException {
    return new Pattern(from.text("text"), from.truth("whole"));
  }

  private static void pattern(JsonText to, Pattern it) {
    to.text("text", it.text()).truth("whole", it.whole());
  }
}
