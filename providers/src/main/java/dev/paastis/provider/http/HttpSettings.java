// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.http;

import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.Secret;
import dev.paastis.provider.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an API of the user's own is.
 *
 * @param list tells all apps
 * @param status tells one
 * @param wake starts one
 * @param sleep stops one
 * @param token sent with every request; {@code null} for none
 */
record HttpSettings(
    Endpoint list, Endpoint status, Endpoint wake, Endpoint sleep, @Nullable Secret token) {
  private static final String LIST = "list-url";
  private static final String STATUS = "status-url";
  private static final String WAKE = "wake-url";
  private static final String SLEEP = "sleep-url";
  private static final String TOKEN = "token";

  /** Their part of a form. */
  static List<Setting> settings() {
    return List.of(
        Setting.url(LIST, null, "GET: all apps, for example https://ops.example.com/apps")
            .mandatory(),
        Setting.text(STATUS, null, "GET: one app, for example https://ops.example.com/apps/{ref}")
            .mandatory(),
        Setting.text(WAKE, null, "POST: wakes it, for example …/apps/{ref}/wake").mandatory(),
        Setting.text(SLEEP, null, "POST: puts it to sleep, for example …/apps/{ref}/sleep")
            .mandatory(),
        new Setting(
            TOKEN,
            Setting.Type.SECRET,
            false,
            null,
            List.of(),
            "sent as 'Authorization: Bearer'; leave it out where the API asks for none"));
  }

  /**
   * Reads that part.
   *
   * @throws IllegalArgumentException when an address makes no sense
   */
  static HttpSettings of(AccountSettings settings) {
    Secret token = settings.secret(TOKEN).orElse(null);
    if (token != null && !token.reveal().chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "'token' must be printable ASCII without spaces; copy it again");
    }
    return new HttpSettings(
        Endpoint.ofAll(LIST, settings.requiredText(LIST)),
        Endpoint.ofApp(STATUS, settings.requiredText(STATUS)),
        Endpoint.ofApp(WAKE, settings.requiredText(WAKE)),
        Endpoint.ofApp(SLEEP, settings.requiredText(SLEEP)),
        token);
  }
}
