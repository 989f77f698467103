// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.app.AppSettings;
import dev.paastis.gateway.forward.TrustedPeers;
import dev.paastis.policy.WakeBudget;
import dev.paastis.provider.ProviderKinds;
import dev.paastis.server.config.Configuration.AccountEntry;
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
import java.util.Map;
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
  static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final ProviderKinds KINDS = ProviderKinds.load();
  private static final Duration HOLD_TIME = Duration.ofSeconds(60);
  private static final Duration SILENT_STREAM = Duration.ofMinutes(5);

  private final Problems problems;
  private final AppReader appReader;
  private final AccountReader accountReader;
  private List<Rule> rules = List.of();

  private ConfigurationReader(Path file, Map<String, String> environment) {
    Path parent = file.toAbsolutePath().getParent();
    Path folder = parent == null ? Path.of("").toAbsolutePath() : parent;
    this.problems = new Problems(String.valueOf(file.getFileName()));
    this.appReader = new AppReader(folder);
    this.accountReader = new AccountReader(KINDS, environment, folder, appReader);
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
    return parse(file, text, System.getenv());
  }

  /**
   * The same with credentials of that environment.
   *
   * @throws ConfigurationException with every problem found
   */
  public static Configuration parse(Path file, String text, Map<String, String> environment) {
    ConfigurationReader reader = new ConfigurationReader(file, environment);
    Configuration configuration = reader.read(text);
    reader.problems.throwIfAny();
    return configuration;
  }

  private Configuration read(String text) {
    Section root = root(text);
    root.only(
        "space",
        "space-wakes-per-hour",
        "idle-timeout",
        "wake-timeout",
        "wakes-per-hour",
        "gateway",
        "console",
        "accounts",
        "rules",
        "groups");
    AppSettings defaults = AppReader.settings(root, AppSettings.DEFAULT);
    rules = root.sections("rules").stream().map(section -> rule(section, defaults)).toList();
    List<AccountEntry> accounts =
        root.sections("accounts").stream()
            .map(section -> accountReader.read(section, app -> settingsOf(app, defaults)))
            .toList();
    appReader.checkReferences();
    return new Configuration(
        name(root, "space", root.text("space", "main")),
        defaults,
        root.number("space-wakes-per-hour", WakeBudget.DEFAULT_PER_SPACE, 1, 10_000_000),
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
        AppReader.host(section, "domain", section.text("domain", "localhost")),
        trustedPeers(section),
        hold.number("per-app", 20_000, 1, 1_000_000),
        hold.number("per-space", 50_000, 1, 1_000_000),
        hold.duration("time", HOLD_TIME),
        section.duration("silent-stream", SILENT_STREAM));
  }

  private static List<String> trustedPeers(Section section) {
    List<String> peers = section.texts("trusted-peers");
    try {
      var _ = new TrustedPeers(peers);
      return peers;
    } catch (IllegalArgumentException e) {
      section.problem("trusted-peers", String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  private static Rule rule(Section section, AppSettings defaults) {
    section.only("pattern", "idle-timeout");
    String pattern = section.required("pattern", "\"review-.*\"");
    Duration idle = section.duration("idle-timeout", defaults.idleTimeout());
    try {
      return new Rule(Pattern.compile(pattern), idle);
    } catch (PatternSyntaxException e) {
      section.problem("pattern", "is not a regular expression: " + e.getDescription());
      return new Rule(Pattern.compile("$^"), idle);
    }
  }

  private AppSettings settingsOf(String name, AppSettings defaults) {
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
    Set<String> names = new HashSet<>();
    for (Section section : root.sections("groups")) {
      section.only("name", "members");
      List<String> members = section.texts("members");
      for (String member : members) {
        if (!appReader.knows(member) && !accountReader.imports()) {
          section.problem("members", "'" + member + "' is not a declared app");
        } else if (!grouped.add(member)) {
          section.problem("members", "'" + member + "' is in a group already");
        }
      }
      String name = name(section, "name", section.required("name", "shop"));
      if (!names.add(name)) {
        section.problem("name", "'" + name + "' is the name of another group already");
      }
      groups.add(new GroupEntry(name, members));
    }
    return groups;
  }

  private static String name(Section section, String key, String value) {
    if (!NAME.matcher(value).matches()) {
      section.problem(key, "'%s' must be of a-z, 0-9 and inner hyphens".formatted(value));
    }
    return value;
  }
}
