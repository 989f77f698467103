// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Setting;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds what an account says against what its platform asks for. Pure. */
public final class SettingsCheck {
  private SettingsCheck() {}

  /** All that is wrong, each with what to write instead; empty when nothing is. */
  public static List<String> problems(ProviderKind kind, String region, AccountSettings settings) {
    List<String> problems = new ArrayList<>();
    if (!region.isEmpty() && !kind.regions().isEmpty() && !kind.regions().contains(region)) {
      problems.add(
          "region: '%s' is not known; allowed: %s"
              .formatted(region, String.join(", ", kind.regions())));
    }
    for (Setting setting : kind.settings()) {
      check(setting, settings, problems);
    }
    Set<String> known = kind.settings().stream().map(Setting::name).collect(Collectors.toSet());
    unknown(settings.texts().keySet(), known, problems);
    unknown(settings.secrets().keySet(), known, problems);
    return problems;
  }

  /** The settings with what holds where nothing is said. */
  public static AccountSettings completed(ProviderKind kind, AccountSettings settings) {
    Map<String, String> texts = new HashMap<>(settings.texts());
    for (Setting setting : kind.settings()) {
      String otherwise = setting.otherwise();
      if (otherwise != null) {
        texts.putIfAbsent(setting.name(), otherwise);
      }
    }
    return new AccountSettings(texts, settings.secrets());
  }

  private static void check(Setting setting, AccountSettings settings, List<String> problems) {
    String name = setting.name();
    boolean secret = setting.type() == Setting.Type.SECRET;
    boolean said = secret ? settings.secret(name).isPresent() : settings.text(name).isPresent();
    if (setting.required() && !said) {
      problems.add(name + ": is missing; " + setting.help());
    }
    settings
        .text(name)
        .filter(value -> !setting.allowed().isEmpty() && !setting.allowed().contains(value))
        .ifPresent(value ->
            problems.add(
                "%s: '%s' is not known; allowed: %s"
                    .formatted(name, value, String.join(", ", setting.allowed()))));
    settings
        .text(name)
        .filter(value -> setting.type() == Setting.Type.URL && !isUrl(value))
        .ifPresent(value ->
            problems.add(
                "%s: '%s' is not an address; write for example https://api.example.com"
                    .formatted(name, value)));
  }

  private static void unknown(Set<String> said, Set<String> known, List<String> problems) {
    said.stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .forEach(name ->
            problems.add(
                "%s: is not a setting of this provider; allowed: %s"
                    .formatted(name, String.join(", ", known.stream().sorted().toList()))));
  }

  private static boolean isUrl(String value) {
    try {
      URI uri = URI.create(value);
      return uri.getHost() != null
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
