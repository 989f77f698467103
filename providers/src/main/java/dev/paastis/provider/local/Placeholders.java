// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code ${port}}, the app's own port, and {@code ${url:other-app}}, the address of another one.
 * Whatever else looks like a placeholder is left as it is: it may be meant for a shell.
 */
final class Placeholders {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(?:port|url:(?<app>[^}]*))\\}");

  private Placeholders() {}

  /** The names of the apps that the text refers to. */
  static Set<String> apps(String text) {
    Set<String> names = new TreeSet<>();
    Matcher found = PLACEHOLDER.matcher(text);
    while (found.find()) {
      if (found.group("app") != null) {
        names.add(found.group("app"));
      }
    }
    return names;
  }

  /** The text with every placeholder replaced. */
  static String expand(String text, int port, ToIntFunction<String> portOf) {
    return PLACEHOLDER.matcher(text).replaceAll(found -> value(found.group(1), port, portOf));
  }

  private static String value(@Nullable String app, int port, ToIntFunction<String> portOf) {
    return app == null
        ? Integer.toString(port)
        : "http://" + LocalProvider.HOST + ":" + portOf.applyAsInt(app);
  }
}
