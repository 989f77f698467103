// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.app.AppSettings;
import dev.paastis.app.AppTraits;
import dev.paastis.policy.Terms;
import dev.paastis.server.config.Configuration.AppEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the apps of local accounts; what must be unique is unique over the whole file. */
final class AppReader {
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final Pattern URL_OF = Pattern.compile("\\$\\{url:([^}]*)}");
  private static final Duration STOP_GRACE = Duration.ofSeconds(10);
  private static final Duration LONGEST_GRACE = Duration.ofMinutes(10);

  private final Path folder;
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> appOfHost = new HashMap<>();
  private final Map<Integer, String> appOfPort = new HashMap<>();
  private final List<Reference> references = new ArrayList<>();

  /** Resolves folders against that one. */
  AppReader(Path folder) {
    this.folder = folder;
  }

  boolean knows(String app) {
    return names.contains(app);
  }

  /** The apps of one account; the settings hold where an app says nothing itself. */
  List<AppEntry> read(Section apps, AppSettings defaults) {
    List<AppEntry> entries = new ArrayList<>();
    for (String name : apps.keys()) {
      if (!ConfigurationReader.NAME.matcher(name).matches()) {
        apps.problem(name, "must be a host label: a-z, 0-9 and inner hyphens, at most 63");
      }
      if (!names.add(name)) {
        apps.problem(name, "is declared in another account already");
      }
      entries.add(app(name, apps.section(name), defaults));
    }
    return entries;
  }

  /** Once all apps are read: whether those named by others exist. */
  void checkReferences() {
    for (Reference reference : references) {
      if (!names.contains(reference.app())) {
        String rule = "${url:" + reference.app() + "} names no declared app";
        reference.section().problem(reference.key(), rule);
      }
    }
  }

  private AppEntry app(String name, Section section, AppSettings defaults) {
    section.only(
        "command",
        "folder",
        "environment",
        "readiness",
        "port",
        "stop-grace",
        "hosts",
        "idle-timeout",
        "wake-timeout",
        "wakes-per-hour",
        "labels",
        "kinds");
    return new AppEntry(
        name,
        command(section),
        folder.resolve(section.text("folder", ".")).normalize(),
        environment(section),
        readiness(section),
        port(section, name),
        stopGrace(section),
        hosts(section, name),
        settings(section, defaults),
        own(section),
        new AppTraits(RuleReader.kinds(section), section.textsByKey("labels")));
  }

  /** What it says itself, of all that rules may say. */
  private static Terms own(Section section) {
    Duration idle =
        section.has("idle-timeout")
            ? section.duration("idle-timeout", AppSettings.DEFAULT_IDLE_TIMEOUT)
            : null;
    Integer perHour = section.number("wakes-per-hour", 1, 1_000_000);
    return new Terms(idle, null, null, null, null, null, null, perHour, null, null, null, null);
  }

  private List<String> command(Section section) {
    List<String> command = section.texts("command");
    if (command.isEmpty()) {
      section.problem("command", "is missing; write for example command: [node, server.js]");
    }
    command.forEach(word -> noteReferences(section, "command", word));
    return command;
  }

  private Map<String, String> environment(Section section) {
    Map<String, String> environment = section.textsByKey("environment");
    environment.forEach((name, value) -> {
      if (!VARIABLE.matcher(name).matches()) {
        section.problem("environment", "'" + name + "' is not the name of a variable");
      }
      noteReferences(section, "environment", value);
    });
    return environment;
  }

  private void noteReferences(Section section, String key, String text) {
    Matcher url = URL_OF.matcher(text);
    while (url.find()) {
      references.add(new Reference(section, key, url.group(1)));
    }
  }

  private @Nullable Integer port(Section section, String name) {
    Integer port = section.number("port", 1, 65535);
    if (port != null) {
      String other = appOfPort.putIfAbsent(port, name);
      if (other != null) {
        section.problem("port", "%d is the port of '%s' already".formatted(port, other));
      }
    }
    return port;
  }

  private static Duration stopGrace(Section section) {
    Duration grace = section.duration("stop-grace", STOP_GRACE);
    if (grace.compareTo(LONGEST_GRACE) > 0) {
      section.problem("stop-grace", "must be at most 10m");
      return LONGEST_GRACE;
    }
    return grace;
  }

  private List<String> hosts(Section section, String name) {
    List<String> hosts = new ArrayList<>();
    for (String text : section.texts("hosts")) {
      String host = host(section, "hosts", text);
      String other = appOfHost.putIfAbsent(host, name);
      if (other != null) {
        section.problem("hosts", "'%s' is a host of '%s' already".formatted(host, other));
      }
      hosts.add(host);
    }
    return hosts;
  }

  private static @Nullable String readiness(Section section) {
    String path = section.optional("readiness");
    if (path != null && !path.startsWith("/")) {
      section.problem("readiness", "must be a path that begins with /, got: " + path);
    }
    return path;
  }

  static AppSettings settings(Section section, AppSettings otherwise) {
    return new AppSettings(
        section.duration("idle-timeout", otherwise.idleTimeout()),
        section.duration("wake-timeout", otherwise.wakeTimeout()),
        section.number("wakes-per-hour", otherwise.wakesPerHour(), 1, 1_000_000));
  }

  static String host(Section section, String key, String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    if (!HOST.matcher(lower).matches()) {
      section.problem(key, "'%s' is not a host name".formatted(value));
    }
    return lower;
  }

  private record Reference(Section section, String key, String app) {}
}
