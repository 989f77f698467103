// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge.wire;

import dev.paastis.api.PageFileView;
import dev.paastis.api.WrittenRouteView;
import dev.paastis.api.WrittenRouteView.Auth;
import dev.paastis.api.WrittenRouteView.Edits;
import dev.paastis.api.WrittenRouteView.Guard;
import dev.paastis.api.WrittenRouteView.Instead;
import dev.paastis.api.WrittenRouteView.OfPaths;
import dev.paastis.api.WrittenRouteView.Rate;
import dev.paastis.api.WrittenRouteView.Redirect;
import dev.paastis.api.WrittenRouteView.Terms;
import dev.paastis.api.WrittenRouteView.User;
import dev.paastis.api.WrittenRouteView.Waiting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operator's routes inside of lines. Unlike elsewhere a name that is not known is refused: it
 * might protect somebody.
 */
final class WrittenLines {
  private WrittenLines() {}

  static @Nullable WrittenRouteView route(@Nullable JsonObject from) throws GarbledException {
    if (from == null) {
      return null;
    }
    from.only("name", "app", "hosts", "terms", "paths");
    List<OfPaths> paths = new ArrayList<>();
    for (JsonObject some : from.objects("paths")) {
      some.only("match", "terms");
      paths.add(new OfPaths(some.texts("match"), terms(some.object("terms"))));
    }
    return new WrittenRouteView(
        from.text("name"),
        from.optionalText("app"),
        from.texts("hosts"),
        terms(from.object("terms")),
        paths);
  }

  static void route(JsonText to, WrittenRouteView it) {
    to.text("name", it.name())
        .text("app", it.app())
        .texts("hosts", it.hosts())
        .object("terms", it.terms(), WrittenLines::terms)
        .objects(
            "paths",
            it.paths(),
            (one, some) ->
                one.texts("match", some.match())
                    .object("terms", some.terms(), WrittenLines::terms));
  }

  static @Nullable PageFileView page(@Nullable JsonObject from) throws GarbledException {
    if (from == null) {
      return null;
    }
    from.only("folder", "name", "content");
    return new PageFileView(from.text("folder"), from.text("name"), from.text("content"));
  }

  static void page(JsonText to, PageFileView it) {
    to.text("folder", it.folder()).text("name", it.name()).text("content", it.content());
  }

  private static Terms terms(JsonObject from) throws GarbledException {
    from.only("guard", "waiting", "redirect", "request", "response");
    return new Terms(
        guard(from.object("guard")),
        waiting(from.object("waiting")),
        redirect(from.optionalObject("redirect")),
        edits(from.optionalObject("request")),
        edits(from.optionalObject("response")));
  }

  private static void terms(JsonText to, Terms it) {
    to.object("guard", it.guard(), WrittenLines::guard)
        .object("waiting", it.waiting(), WrittenLines::waiting)
        .object(
            "redirect",
            it.redirect(),
            (one, redirect) ->
                one.text("to", redirect.to()).truth("permanent", redirect.permanent()))
        .object("request", it.request(), WrittenLines::edits)
        .object("response", it.response(), WrittenLines::edits);
  }

  private static Guard guard(JsonObject from) throws GarbledException {
    from.only("allow", "deny", "auth", "rate", "bodyLimit");
    return new Guard(
        from.optionalTexts("allow"),
        from.optionalTexts("deny"),
        auth(from.optionalObject("auth")),
        rate(from.optionalObject("rate")),
        from.optionalNumber("bodyLimit"));
  }

  private static void guard(JsonText to, Guard it) {
    to.optionalTexts("allow", it.allow())
        .optionalTexts("deny", it.deny())
        .object("auth", it.auth(), WrittenLines::auth)
        .object(
            "rate",
            it.rate(),
            (one, rate) ->
                one.number("requests", rate.requests())
                    .number("perMillis", rate.perMillis())
                    .number("burst", rate.burst()))
        .number("bodyLimit", it.bodyLimit());
  }

  private static @Nullable Auth auth(@Nullable JsonObject from) throws GarbledException {
    if (from == null) {
      return null;
    }
    from.only("on", "realm", "users");
    List<User> users = new ArrayList<>();
    for (JsonObject user : from.objects("users")) {
      user.only("name", "hash");
      users.add(new User(user.text("name"), user.text("hash")));
    }
    return new Auth(from.truth("on"), from.text("realm"), users);
  }

  private static void auth(JsonText to, Auth it) {
    to.truth("on", it.on())
        .text("realm", it.realm())
        .objects(
            "users",
            it.users(),
            (one, user) -> one.text("name", user.name()).text("hash", user.hash()));
  }

  private static @Nullable Rate rate(@Nullable JsonObject from) throws GarbledException {
    if (from == null) {
      return null;
    }
    from.only("requests", "perMillis", "burst");
    return new Rate(from.figure("requests"), from.number("perMillis"), from.figure("burst"));
  }

  private static Waiting waiting(JsonObject from) throws GarbledException {
    from.only("wakes", "instead", "holdMillis", "show", "pages");
    return new Waiting(
        from.optionalTruth("wakes"),
        instead(from.optionalObject("instead")),
        from.optionalNumber("holdMillis"),
        from.optionalText("show"),
        from.optionalText("pages"));
  }

  private static void waiting(JsonText to, Waiting it) {
    to.truth("wakes", it.wakes())
        .object("instead", it.instead(), WrittenLines::instead)
        .number("holdMillis", it.holdMillis())
        .text("show", it.show())
        .text("pages", it.pages());
  }

  private static @Nullable Instead instead(@Nullable JsonObject from) throws GarbledException {
    if (from == null) {
      return null;
    }
    from.only("status", "contentType", "body", "retryAfterMillis");
    return new Instead(
        from.figure("status"),
        from.text("contentType"),
        from.text("body"),
        from.optionalNumber("retryAfterMillis"));
  }

  private static void instead(JsonText to, Instead it) {
    to.number("status", it.status())
        .text("contentType", it.contentType())
        .text("body", it.body())
        .number("retryAfterMillis", it.retryAfterMillis());
  }

  private static @Nullable Redirect redirect(@Nullable JsonObject from) throws GarbledException {
    if (from == null) {
      return null;
    }
    from.only("to", "permanent");
    return new Redirect(from.text("to"), from.truth("permanent"));
  }

  private static @Nullable Edits edits(@Nullable JsonObject from) throws GarbledException {
    if (from == null) {
      return null;
    }
    from.only("remove", "set", "add");
    return new Edits(from.texts("remove"), from.textsByName("set"), from.textsByName("add"));
  }

  private static void edits(JsonText to, Edits it) {
    to.texts("remove", it.remove()).textsByName("set", it.set()).textsByName("add", it.add());
  }
}
