// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.ErrorCode;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.ProviderKinds;
import dev.paastis.provider.Setting;
import dev.paastis.server.rest.ProblemException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The platforms as the forms for accounts show them. */
final class Platforms {
  private static final Pattern LINK = Pattern.compile("(?:,? see)?:?\\s*(https://\\S+?)[.,]?$");

  private final ProviderKinds kinds;

  Platforms(ProviderKinds kinds) {
    this.kinds = kinds;
  }

  /** Those that people may add accounts of; the others are for the operator's file. */
  List<Platform> offered() {
    return kinds.all().stream()
        .filter(kind -> !kind.declaredOnly())
        .map(Platforms::platform)
        .sorted(Comparator.comparing(Platform::title))
        .toList();
  }

  /**
   * One that people may add accounts of.
   *
   * @throws ProblemException {@code not-found}
   */
  Platform offered(String name) {
    return offered().stream()
        .filter(platform -> platform.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(
                ErrorCode.NOT_FOUND, "no account of a platform '" + name + "' can be added here"));
  }

  /** Whether accounts of it find their apps; those of others have them from the file. */
  boolean knows(String name) {
    return kinds.find(name).isPresent();
  }

  /** Its name for people. */
  String title(String name) {
    return kinds.find(name).map(ProviderKind::title).orElse(name);
  }

  /** The credentials that an account of it has. */
  List<Setting> secrets(String name) {
    return kinds.find(name).map(ProviderKind::settings).orElse(List.of()).stream()
        .filter(setting -> setting.type() == Setting.Type.SECRET)
        .toList();
  }

  private static Platform platform(ProviderKind kind) {
    Matcher link = LINK.matcher(kind.rights());
    boolean linked = link.find();
    return new Platform(
        kind.name(),
        kind.title(),
        kind.regions(),
        kind.usualRegion().isEmpty(),
        kind.settings(),
        kind.capabilities(),
        sentence(linked ? kind.rights().substring(0, link.start()) : kind.rights()),
        linked ? link.group(1) : null);
  }

  private static String sentence(String text) {
    if (text.isEmpty()) {
      return text;
    }
    String begun = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    return begun.endsWith(".") ? begun : begun + ".";
  }

  /**
   * A platform.
   *
   * @param name its key
   * @param title its name for people
   * @param regions where an account can be
   * @param everywhere whether an account without region spans all of them
   * @param settings what an account says
   * @param means what sleeping means there
   * @param rights the narrowest credential that suffices; may be empty
   * @param rightsUrl where that is documented
   */
  record Platform(
      String name,
      String title,
      List<String> regions,
      boolean everywhere,
      List<Setting> settings,
      Capabilities means,
      String rights,
      @Nullable String rightsUrl) {
    /** Settings that people fill in. */
    public List<Setting> usual() {
      return settings.stream().filter(setting -> !isAside(setting)).toList();
    }

    /** Addresses, which platforms know by themselves: for emulators and proxies. */
    public List<Setting> aside() {
      return settings.stream().filter(Platform::isAside).toList();
    }

    private static boolean isAside(Setting setting) {
      return setting.name().endsWith("-url") && !setting.required();
    }
  }
}
