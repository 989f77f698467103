// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ItemPage;
import dev.paastis.app.App;
import dev.paastis.app.TrackedApp;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds apps by text, and cuts lists of apps into pages. */
public final class AppSearch {
  private AppSearch() {}

  /** Whether the app's name, group or a host contains the text; without text all do. */
  public static boolean matches(App app, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return true;
    }
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    Stream<String> group = app.group() == null ? Stream.of() : Stream.of(app.group().name());
    return Stream.of(Stream.of(app.name()), group, app.hosts().stream())
        .flatMap(Function.identity())
        .anyMatch(part -> part.toLowerCase(Locale.ROOT).contains(wanted));
  }

  /** The page that follows the cursor, of apps ordered by name. */
  static Page page(List<TrackedApp> byName, int limit, @Nullable String cursor) {
    String after = cursor == null ? null : decode(cursor);
    List<TrackedApp> rest =
        byName.stream()
            .filter(app -> after == null || app.app().name().compareTo(after) > 0)
            .toList();
    boolean more = rest.size() > limit;
    List<TrackedApp> items = more ? rest.subList(0, limit) : rest;
    return new Page(items, more ? encode(items.getLast().app().name()) : null);
  }

  private static String encode(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String decode(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw ProblemException.invalid("cursor", cursor, "the 'next' of the page before");
    }
  }

  /**
   * A page of apps.
   *
   * @param items the apps
   * @param next cursor of the next page
   */
  record Page(List<TrackedApp> items, @Nullable String next) {
    <T> ItemPage<T> map(Function<TrackedApp, T> turn) {
      return new ItemPage<>(items.stream().map(turn).toList(), next);
    }
  }
}
