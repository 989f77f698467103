// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.app.AppSettings;
import dev.paastis.policy.WakeBudget;
import dev.paastis.server.config.Configuration.AccountEntry;
import dev.paastis.server.config.Configuration.AppEntry;
import dev.paastis.server.config.Configuration.Gateway;
import dev.paastis.server.config.Configuration.GroupEntry;
import dev.paastis.server.config.Configuration.Rule;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code paastis.yml}: all problems at once, each with its line, key and rule. */
public final class ConfigurationReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Set<String> PROVIDERS = Set.of("local");
  private static final Duration STOP_GRACE = Duration.ofSeconds(10);
  private static final Duration HOLD_TIME = Duration.ofSeconds(60);
  private static final Duration SILENT_STREAM = Duration.ofMinutes(5);

  private final Path folder;
  private final Problems problems;
  private final Set<String> appNames = new HashSet<>();
  private List<Rule> rules = List.of();

  private ConfigurationReader(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    this.folder = parent == null ? Path.of("").toAbsolutePath() : parent;
    this.problems = new Problems(String.valueOf(file.getFileName()));
  }

  /**
   * Reads a file.
   *
   * @throws ConfigurationException with every problem found
   */
  public static Configuration read(Path file) {
    try {
      return parse(file, Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          List.of(
              file
                  + ": there is no such file; name another with --config or PAASTIS_CONFIG, or try"
                  + " ./paastis demo"));
    } catch (MalformedInputException e) {
      throw new ConfigurationException(List.of(file + ": is not UTF-8 text"));
    } catch (IOException e) {
      throw new ConfigurationException(List.of(file + ": cannot be read: " + e.getMessage()));
    }
  }

  /**
   * Reads a text as if it stood in that file; relative folders are resolved against the file's.
   *
   * @throws ConfigurationException with every problem found
   */
  public static Configuration parse(Path file, String text) {
    ConfigurationReader reader = new ConfigurationReader(file);
    Configuration configuration = reader.read(text);
    reader.problems.throwIfAny();
    return configuration;
  }

  private Configuration read(String text) {
    Section root = root(text);
    root.only(
        "space",
        "idle-timeout",
        "wake-timeout",
        "wakes-per-hour",
        "gateway",
        "console",
        "accounts",
        "rules",
        "groups");
    AppSettings defaults = settings(root, AppSettings.DEFAULT);
    rules = root.sections("rules").stream().map(this::rule).toList();
    List<AccountEntry> accounts =
        root.sections("accounts").stream().map(section -> account(section, defaults)).toList();
    return new Configuration(
        name(root, "space", root.text("space", "main")),
        defaults,
        root.number("wakes-per-hour", WakeBudget.DEFAULT_PER_SPACE, 1, 10_000_000),
        gateway(root.section("gateway")),
        root.section("console").only("port").number("port", 0, 65535),
        accounts,
        rules,
        groups(root));
  }

  private Section root(String text) {
    try {
      LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
      Node node =
          new Compose(settings)
              .composeString(text)
              .orElseThrow(() -> new YamlEngineException("the file is empty"));
      return new Section("", node, problems);
    } catch (MarkedYamlEngineException e) {
      problems.at(e.getProblemMark(), "", "is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      problems.at(java.util.Optional.empty(), "", String.valueOf(e.getMessage()));
    }
    problems.throwIfAny();
    throw new IllegalStateException("a problem was found and not thrown");
  }

  private Gateway gateway(Section section) {
    section.only("port", "domain", "trusted-peers", "hold", "silent-stream");
    Section hold = section.section("hold").only("per-app", "per-space", "time");
    return new Gateway(
        section.number("port", 0, 65535),
        host(section, "domain", section.text("domain", "localhost")),
        section.texts("trusted-peers"),
        hold.number("per-app", 20_000, 1, 1_000_000),
        hold.number("per-space", 50_000, 1, 1_000_000),
        hold.duration("time", HOLD_TIME),
        section.duration("silent-stream", SILENT_STREAM));
  }

  private AccountEntry account(Section section, AppSettings defaults) {
    section.only("name", "provider", "region", "apps");
    String name = name(section, "name", section.required("name", "laptop"));
    String provider = section.oneOf("provider", "local", PROVIDERS);
    Section declared = section.section("apps");
    List<AppEntry> apps =
        declared.keys().stream()
            .map(app -> app(declared, app, declared.section(app), defaults))
            .toList();
    return new AccountEntry(name, provider, section.text("region", "local"), apps);
  }

  private AppEntry app(Section apps, String name, Section section, AppSettings defaults) {
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
        "wakes-per-hour");
    if (!NAME.matcher(name).matches()) {
      apps.problem(name, "must be a host label: a-z, 0-9 and inner hyphens, at most 63");
    }
    if (!appNames.add(name)) {
      apps.problem(name, "is declared twice");
    }
    List<String> command = section.texts("command");
    if (command.isEmpty()) {
      section.problem("command", "is missing; write for example command: [node, server.js]");
    }
    return new AppEntry(
        name,
        command,
        folder.resolve(section.text("folder", ".")).normalize(),
        section.textsByKey("environment"),
        readiness(section),
        section.number("port", 1, 65535),
        section.duration("stop-grace", STOP_GRACE),
        section.texts("hosts").stream().map(host -> host(section, "hosts", host)).toList(),
        settings(section, byRule(name, defaults)));
  }

  private static @org.jspecify.annotations.Nullable String readiness(Section section) {
    String path = section.optional("readiness");
    if (path != null && !path.startsWith("/")) {
      section.problem("readiness", "must be a path that begins with /, got: " + path);
    }
    return path;
  }

  private Rule rule(Section section) {
    section.only("pattern", "idle-timeout");
    String pattern = section.required("pattern", "\"review-.*\"");
    Duration idle = section.duration("idle-timeout", AppSettings.DEFAULT_IDLE_TIMEOUT);
    try {
      return new Rule(Pattern.compile(pattern), idle);
    } catch (PatternSyntaxException e) {
      section.problem("pattern", "is not a regular expression: " + e.getDescription());
      return new Rule(Pattern.compile("$^"), idle);
    }
  }

  private AppSettings byRule(String name, AppSettings defaults) {
    return rules.stream()
        .filter(rule -> rule.pattern().matcher(name).matches())
        .findFirst()
        .map(rule ->
            new AppSettings(rule.idleTimeout(), defaults.wakeTimeout(), defaults.wakesPerHour()))
        .orElse(defaults);
  }

  private List<GroupEntry> groups(Section root) {
    List<GroupEntry> groups = new ArrayList<>();
    Set<String> grouped = new HashSet<>();
    for (Section section : root.sections("groups")) {
      section.only("name", "members");
      List<String> members = section.texts("members");
      for (String member : members) {
        if (!appNames.contains(member)) {
          section.problem("members", "'" + member + "' is not a declared app");
        } else if (!grouped.add(member)) {
          section.problem("members", "'" + member + "' is in a group already");
        }
      }
      groups.add(new GroupEntry(name(section, "name", section.required("name", "shop")), members));
    }
    return groups;
  }

  private static AppSettings settings(Section section, AppSettings otherwise) {
    return new AppSettings(
        section.duration("idle-timeout", otherwise.idleTimeout()),
        section.duration("wake-timeout", otherwise.wakeTimeout()),
        section.number("wakes-per-hour", otherwise.wakesPerHour(), 1, 1_000_000));
  }

  private static String name(Section section, String key, String value) {
    if (!NAME.matcher(value).matches()) {
      section.problem(key, "'%s' must be of a-z, 0-9 and inner hyphens".formatted(value));
    }
    return value;
  }

  private static String host(Section section, String key, String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    if (!HOST.matcher(lower).matches()) {
      section.problem(key, "'%s' is not a host name".formatted(value));
    }
    return lower;
  }
}
