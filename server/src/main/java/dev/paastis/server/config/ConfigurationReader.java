// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.app.AppSettings;
import dev.paastis.gateway.resolve.AddressBlocks;
import dev.paastis.gateway.rule.RouteEntry;
import dev.paastis.policy.NamePattern;
import dev.paastis.policy.Rule;
import dev.paastis.policy.Selector;
import dev.paastis.policy.Terms;
import dev.paastis.policy.WakeBudget;
import dev.paastis.provider.ProviderKinds;
import dev.paastis.schedule.DayCalendar;
import dev.paastis.server.config.Configuration.AccountEntry;
import dev.paastis.server.config.Configuration.ForwardAuth;
import dev.paastis.server.config.Configuration.Gateway;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
  private static final int FORWARD_AUTH_PORT = 8081;
  private static final Duration FORWARD_AUTH_GRACE = Duration.ofMinutes(1);

  private final Path folder;
  private final Problems problems;
  private final AppReader appReader;
  private final AccountReader accountReader;
  private final Calendars calendars;
  private final MessageReader messageReader;
  private final ObserveReader observeReader;
  private final RouteSource source;

  private ConfigurationReader(Path file, Map<String, String> environment, Calendars calendars) {
    this.calendars = calendars;
    Path parent = file.toAbsolutePath().getParent();
    this.folder = parent == null ? Path.of("").toAbsolutePath() : parent;
    this.problems = new Problems(String.valueOf(file.getFileName()));
    this.appReader = new AppReader(folder);
    Credentials credentials = new Credentials(environment, folder);
    this.accountReader = new AccountReader(KINDS, credentials, appReader);
    this.messageReader = new MessageReader(credentials);
    this.observeReader = new ObserveReader(environment, folder);
    this.source = new RouteSource(file.toAbsolutePath(), environment);
  }

  /**
   * Reads a file.
   *
   * @param calendars where days off come from
   * @throws ConfigurationException with every problem found
   */
  public static Configuration read(Path file, Calendars calendars) {
    return parse(file, text(file), System.getenv(), calendars);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
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
  public static Configuration parse(Path file, String text, Calendars calendars) {
    return parse(file, text, System.getenv(), calendars);
  }

  /**
   * The same with credentials of that environment.
   *
   * @throws ConfigurationException with every problem found
   */
  public static Configuration parse(
      Path file, String text, Map<String, String> environment, Calendars calendars) {
    ConfigurationReader reader = new ConfigurationReader(file, environment, calendars);
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
        "wakes-per-day",
        "busy",
        "space-wakes-per-day",
        "minimum-awake",
        "grace",
        "dry-run",
        "gateway",
        "console",
        "accounts",
        "rules",
        "windows",
        "groups",
        "hooks",
        "notifications",
        "smtp",
        "ignore",
        "ignore-defaults",
        "routes");
    AppSettings defaults = AppReader.settings(root, AppSettings.DEFAULT);
    List<AccountEntry> accounts =
        root.sections("accounts").stream()
            .map(section -> accountReader.read(section, defaults))
            .toList();
    appReader.checkReferences();
    return new Configuration(
        name(root, "space", root.text("space", "main")),
        defaults,
        new WakeBudget(
            root.number("space-wakes-per-hour", WakeBudget.DEFAULT_PER_SPACE, 1, 10_000_000),
            root.number(
                "space-wakes-per-day", WakeBudget.DEFAULT_PER_SPACE_AND_DAY, 1, 100_000_000)),
        gateway(root.section("gateway")),
        root.section("console").only("port", "url", "syslog-port").number("port", 0, 65535),
        root.section("console").number("syslog-port", 0, 65535),
        accounts,
        ownFirst(accounts, policies(root)),
        messageReader.read(root),
        new IgnoreReader().read(root),
        routing(root, hosts(accounts)));
  }

  private static Map<String, String> hosts(List<AccountEntry> accounts) {
    Map<String, String> hosts = new HashMap<>();
    accounts.stream()
        .flatMap(account -> account.apps().stream())
        .forEach(app -> app.hosts().forEach(host -> hosts.put(lower(host), app.name())));
    return hosts;
  }

  /** The same from a file of which nothing else is looked at. */
  private static Map<String, String> hosts(Section root) {
    Map<String, String> hosts = new HashMap<>();
    for (Section account : root.sections("accounts")) {
      Section apps = account.section("apps");
      for (String app : apps.keys()) {
        apps.section(app).texts("hosts").forEach(host -> hosts.put(lower(host), app));
      }
    }
    return hosts;
  }

  private static String lower(String host) {
    return host.toLowerCase(Locale.ROOT);
  }

  private RouteSource.Routing routing(Section root, Map<String, String> hosts) {
    RouteTermsReader terms = new RouteTermsReader(source.credentials(), source.folder());
    List<RouteEntry> routes = new RouteReader(terms, hosts).read(root);
    return new RouteSource.Routing(routes, terms.warnings(), source);
  }

  /** Reads the routes of a file and leaves the rest of it alone. */
  static RouteSource.Routing routes(RouteSource source) {
    ConfigurationReader reader =
        new ConfigurationReader(source.file(), source.environment(), new NoCalendars());
    Section root = reader.root(text(source.file()));
    RouteSource.Routing routing = reader.routing(root, hosts(root));
    reader.problems.throwIfAny();
    return routing;
  }

  /** Where no windows are read, nobody asks for days off. */
  private static final class NoCalendars implements Calendars {
    @Override
    public DayCalendar holidays(String country, @Nullable String region) {
      throw new IllegalStateException("routes have no holidays");
    }

    @Override
    public DayCalendar absences(URI feed, ZoneId zone) {
      throw new IllegalStateException("routes have no absences");
    }
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
    section.only(
        "port",
        "domain",
        "trusted-peers",
        "proxy-protocol",
        "private-upstreams",
        "connections-per-app",
        "rewrite",
        "hold",
        "silent-stream",
        "tls",
        "forward-auth",
        "access-log",
        "metrics",
        "traces");
    String domain = AppReader.host(section, "domain", section.text("domain", "localhost"));
    Section hold = section.section("hold").only("per-app", "per-space", "time");
    return new Gateway(
        section.number("port", 0, 65535),
        domain,
        blocks(section, "trusted-peers"),
        hold.number("per-app", 20_000, 1, 1_000_000),
        hold.number("per-space", 50_000, 1, 1_000_000),
        hold.duration("time", HOLD_TIME),
        section.duration("silent-stream", SILENT_STREAM),
        new TlsReader(folder, domain).read(section.section("tls")),
        section.has("forward-auth") ? forwardAuth(section) : null,
        Network.read(section),
        observeReader.read(section));
  }

  private static ForwardAuth forwardAuth(Section gateway) {
    Section section = gateway.section("forward-auth").only("port", "grace");
    if (gateway.texts("trusted-peers").isEmpty()) {
      gateway.problem(
          "forward-auth", "needs trusted-peers with the addresses of the proxies that may ask");
    }
    return new ForwardAuth(
        section.number("port", FORWARD_AUTH_PORT, 0, 65535),
        section.duration("grace", FORWARD_AUTH_GRACE));
  }

  static List<String> blocks(Section section, String key) {
    List<String> peers = section.texts(key);
    try {
      var _ = new AddressBlocks(peers);
      return peers;
    } catch (IllegalArgumentException e) {
      section.problem(key, String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  private Policies policies(Section root) {
    PolicyReader reader =
        new PolicyReader(calendars, app -> appReader.knows(app) || accountReader.imports());
    return reader.read(root);
  }

  /** What an app or an account says itself goes before every rule. */
  private static Policies ownFirst(List<AccountEntry> accounts, Policies policies) {
    List<Rule> rules = new ArrayList<>();
    for (AccountEntry account : accounts) {
      for (Configuration.AppEntry app : account.apps()) {
        if (!app.own().equals(Terms.NOTHING)) {
          NamePattern name = NamePattern.of(Pattern.quote(app.name()));
          rules.add(new Rule("the app's own entry", Selector.names(name), app.own()));
        }
      }
      if (!account.terms().equals(Terms.NOTHING)) {
        String name = "account " + account.name();
        rules.add(new Rule(name, Selector.account(account.name()), account.terms()));
      }
    }
    return policies.after(rules);
  }

  static String name(Section section, String key, String value) {
    if (!NAME.matcher(value).matches()) {
      section.problem(key, "'%s' must be of a-z, 0-9 and inner hyphens".formatted(value));
    }
    return value;
  }
}
