// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.described;

import dev.paastis.app.Formation;
import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.DiscoveredApp.Trait;
import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads what a platform says of its apps. Unknown fields and nulls are passed over. A list of which
 * one entry makes no sense makes none as a whole: without that entry it would read as if the app
 * were deleted.
 */
final class Descriptions {
  private static final int LONGEST_NAME = 200;
  private static final int SHOWN = 60;

  /** Names and wildcards; what else a platform calls a host, no visitor asks for. */
  private static final Pattern HOST = Pattern.compile("[a-z0-9*_-]+(\\.[a-z0-9_-]+)*");

  private final Facing facing;

  Descriptions(Facing facing) {
    this.facing = facing;
  }

  /** The apps of {@code {"apps": [...]}}. */
  CallOutcome<List<DiscoveredApp>> list(String text) {
    try {
      JsonNode apps = object(text).path("apps");
      if (!apps.isArray()) {
        throw new UnreadableException("the list must read {\"apps\": [...]}, got: " + shown(text));
      }
      Map<String, DiscoveredApp> all = new LinkedHashMap<>();
      for (JsonNode node : apps) {
        DiscoveredApp app = app(node);
        if (all.put(app.ref(), app) != null) {
          throw new UnreadableException("the list has app '" + app.ref() + "' twice");
        }
      }
      all.values().removeIf(app -> app.status() instanceof AppStatus.Gone);
      return CallOutcome.done(List.copyOf(all.values()));
    } catch (UnreadableException e) {
      return CallOutcome.unknown(e.why());
    }
  }

  /** How that app is, by an answer that may leave its name out. */
  CallOutcome<AppStatus> status(String ref, String text) {
    try {
      JsonNode node = object(text);
      String said = text(node, "ref");
      if (!said.isEmpty() && !said.equals(ref)) {
        throw new UnreadableException(
            "asked for app '%s', the answer is about '%s'".formatted(ref, shown(said)));
      }
      return CallOutcome.done(status(ref, node));
    } catch (UnreadableException e) {
      return CallOutcome.unknown(e.why());
    }
  }

  private static JsonNode object(String text) throws UnreadableException {
    try {
      JsonNode node = Formations.JSON.readTree(text);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException _) {
      // told below: where in the text it went wrong helps less than what it looks like
    }
    throw new UnreadableException("the answer must be a JSON object, got: " + shown(text));
  }

  private DiscoveredApp app(JsonNode node) throws UnreadableException {
    String ref = text(node, "ref");
    if (!isUsable(ref)) {
      throw new UnreadableException(
          "each app of the list must have a 'ref' of 1 to %d printable characters, got: %s"
              .formatted(LONGEST_NAME, shown(node.toString())));
    }
    String name = text(node, "name");
    return new DiscoveredApp(
        ref,
        isUsable(name) ? name : ref,
        hosts(node),
        status(ref, node),
        traits(node),
        labels(node));
  }

  /** A reference becomes a part of a path or a variable: what would mean something else is none. */
  private static boolean isUsable(String name) {
    return !name.isBlank()
        && name.length() <= LONGEST_NAME
        && !name.equals(".")
        && !name.equals("..")
        && name.codePoints().noneMatch(Descriptions::isUnprintable);
  }

  private static boolean isUnprintable(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  private AppStatus status(String ref, JsonNode node) throws UnreadableException {
    Formation formation = Formations.read(node.path("formation"));
    String state = text(node, "state");
    return switch (state) {
      case "running" -> new AppStatus.Running(upstream(ref, node), formation);
      case "starting" -> new AppStatus.Starting(upstream(ref, node), formation);
      case "stopped" -> new AppStatus.Stopped(formation);
      case "crashed" -> new AppStatus.Crashed(exitCode(node), text(node, "tail"), formation);
      case "gone" -> new AppStatus.Gone();
      default ->
          throw new UnreadableException(
              "'state' of app '%s' must be running, starting, stopped, crashed or gone, got: %s"
                  .formatted(shown(ref), shown(node.path("state").toString())));
    };
  }

  private Upstream upstream(String ref, JsonNode node) throws UnreadableException {
    String text = text(node, "upstream");
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null && uri.getScheme() != null && isBare(uri)) {
        return facing.of(Upstream.parse(withPort(uri)));
      }
    } catch (IllegalArgumentException _) {
      // told below, with what was expected
    }
    throw new UnreadableException(
        "'upstream' of app '%s' must read http://host:port while it is %s, got: '%s'"
            .formatted(shown(ref), text(node, "state"), shown(text)));
  }

  private static boolean isBare(URI uri) {
    return uri.getUserInfo() == null
        && (uri.getPath().isEmpty() || uri.getPath().equals("/"))
        && uri.getQuery() == null
        && uri.getFragment() == null;
  }

  private static String withPort(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    return scheme + "://" + uri.getHost() + ":" + (uri.getPort() < 0 ? usual : uri.getPort());
  }

  private static List<String> hosts(JsonNode node) {
    return node.path("hosts")
        .valueStream()
        .filter(JsonNode::isString)
        .map(host -> host.stringValue().strip().toLowerCase(Locale.ROOT))
        .filter(HOST.asMatchPredicate())
        .distinct()
        .toList();
  }

  private static Set<Trait> traits(JsonNode node) {
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    if (node.path("review").asBoolean(false)) {
      traits.add(Trait.REVIEW_APP);
    }
    if (node.path("production").asBoolean(false)) {
      traits.add(Trait.PRODUCTION);
    }
    if (node.path("static").asBoolean(false)) {
      traits.add(Trait.STATIC);
    }
    if (node.path("worker").asBoolean(false)) {
      traits.add(Trait.WORKER);
    }
    return traits;
  }

  /** Texts by name; what is no text is left out. */
  private static Map<String, String> labels(JsonNode node) {
    return node.path("labels")
        .propertyStream()
        .filter(label -> label.getValue().isString())
        .collect(Collectors.toMap(Map.Entry::getKey, label -> label.getValue().stringValue()));
  }

  private static @Nullable Integer exitCode(JsonNode node) {
    JsonNode code = node.path("exitCode");
    return code.isInt() ? code.intValue() : null;
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? value.stringValue() : "";
  }

  /** The beginning, fit for a message. */
  private static String shown(String text) {
    String plain = text.strip().replaceAll("\\p{Cntrl}+", " ");
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
  }
}
