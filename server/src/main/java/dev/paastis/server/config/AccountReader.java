// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.account.SettingsCheck;
import dev.paastis.app.AppSettings;
import dev.paastis.policy.Terms;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.ProviderKinds;
import dev.paastis.provider.Secret;
import dev.paastis.provider.Setting;
import dev.paastis.server.config.Configuration.AccountEntry;
import dev.paastis.server.config.Configuration.AppEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the accounts: local ones with their apps, and those of every kind of platform. */
final class AccountReader {
  /** The kind whose apps the file declares itself. */
  static final String LOCAL = "local";

  private static final Set<String> KEYS =
      Set.of("name", "provider", "region", "production", "dry-run", "idle-timeout");
  private static final Set<String> YES_OR_NO = Set.of("true", "false");

  private final ProviderKinds kinds;
  private final Credentials credentials;
  private final AppReader appReader;
  private final Set<String> names = new HashSet<>();
  private boolean imports;

  AccountReader(ProviderKinds kinds, Credentials credentials, AppReader appReader) {
    this.kinds = kinds;
    this.credentials = credentials;
    this.appReader = appReader;
  }

  /** Whether any account takes over apps that the file does not name one by one. */
  boolean imports() {
    return imports;
  }

  AccountEntry read(Section section, AppSettings defaults) {
    String name = name(section);
    String provider = section.oneOf("provider", LOCAL, providers());
    Optional<ProviderKind> kind = kinds.find(provider);
    return kind.isPresent() ? ofKind(section, name, kind.get()) : local(section, name, defaults);
  }

  private AccountEntry local(Section section, String name, AppSettings defaults) {
    section.only("name", "provider", "region", "dry-run", "idle-timeout", "apps");
    List<AppEntry> apps = appReader.read(section.section("apps"), defaults);
    return new AccountEntry(
        name, LOCAL, section.text("region", LOCAL), apps, Optional.empty(), terms(section));
  }

  /** What holds for all apps of the account, before every rule of the file. */
  private static Terms terms(Section section) {
    Duration idle =
        section.has("idle-timeout")
            ? section.duration("idle-timeout", AppSettings.DEFAULT_IDLE_TIMEOUT)
            : null;
    Terms terms = idle == null ? Terms.NOTHING : Terms.idle(idle);
    Boolean dryRun = RuleReader.yesOrNo(section, "dry-run");
    return dryRun == null ? terms : terms.dryRun(dryRun);
  }

  private AccountEntry ofKind(Section section, String name, ProviderKind kind) {
    Set<String> allowed = new TreeSet<>(KEYS);
    allowed.add("import");
    kind.settings().forEach(setting -> allowed.add(setting.name()));
    section.only(allowed.toArray(String[]::new));
    String region = region(section, kind);
    AccountSettings settings = settings(section, kind);
    List<Pattern> patterns = patterns(section);
    imports |= !patterns.isEmpty();
    boolean production = section.oneOf("production", "false", YES_OR_NO).equals("true");
    return new AccountEntry(
        name,
        kind.name(),
        region,
        List.of(),
        Optional.of(new Configuration.Platform(kind, settings, patterns, production)),
        terms(section));
  }

  private String name(Section section) {
    String name = section.required("name", "laptop");
    if (!ConfigurationReader.NAME.matcher(name).matches()) {
      section.problem("name", "'%s' must be of a-z, 0-9 and inner hyphens".formatted(name));
    }
    if (!names.add(name)) {
      section.problem("name", "'" + name + "' is the name of another account already");
    }
    return name;
  }

  private Set<String> providers() {
    Set<String> names = new TreeSet<>(Set.of(LOCAL));
    kinds.all().forEach(kind -> names.add(kind.name()));
    return names;
  }

  private static String region(Section section, ProviderKind kind) {
    if (!section.has("region") || kind.regions().isEmpty()) {
      return section.text("region", kind.usualRegion());
    }
    return section.oneOf("region", kind.usualRegion(), new TreeSet<>(kind.regions()));
  }

  private AccountSettings settings(Section section, ProviderKind kind) {
    Map<String, String> texts = new HashMap<>();
    Map<String, Secret> secrets = new HashMap<>();
    for (Setting setting : kind.settings()) {
      String value = section.optional(setting.name());
      if (value == null) {
        continue;
      }
      if (setting.type() == Setting.Type.SECRET) {
        credentials
            .find(section, setting.name(), value)
            .ifPresent(secret -> secrets.put(setting.name(), secret));
      } else {
        texts.put(setting.name(), value);
      }
    }
    AccountSettings said = new AccountSettings(texts, secrets);
    for (String problem : SettingsCheck.problems(kind, "", said)) {
      String key = problem.substring(0, problem.indexOf(':'));
      if (!section.has(key) || texts.containsKey(key)) { // what is wrong with a secret is told
        section.problem(key, problem.substring(problem.indexOf(':') + 2));
      }
    }
    return SettingsCheck.completed(kind, said);
  }

  private static List<Pattern> patterns(Section section) {
    List<Pattern> patterns = new ArrayList<>();
    for (String text : section.texts("import")) {
      try {
        patterns.add(Pattern.compile(text));
      } catch (PatternSyntaxException e) {
        section.problem(
            "import", "'%s' is not a regular expression: %s".formatted(text, e.getDescription()));
      }
    }
    return patterns;
  }
}
