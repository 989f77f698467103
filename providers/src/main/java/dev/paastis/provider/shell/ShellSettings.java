// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.shell;

import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.Secret;
import dev.paastis.provider.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands of an account.
 *
 * @param list tells all apps
 * @param status tells one
 * @param wake starts one
 * @param sleep stops one
 * @param secret given to each in its environment; {@code null} for none
 */
record ShellSettings(
    String list, String status, String wake, String sleep, @Nullable Secret secret) {
  private static final String LIST = "list";
  private static final String STATUS = "status";
  private static final String WAKE = "wake";
  private static final String SLEEP = "sleep";
  private static final String CREDENTIAL = "secret";

  /** Their part of a form. */
  static List<Setting> settings() {
    return List.of(
        Setting.text(LIST, null, "command that prints all apps as JSON").mandatory(),
        Setting.text(STATUS, null, "command that prints app $PAASTIS_REF as JSON").mandatory(),
        Setting.text(WAKE, null, "command that starts $PAASTIS_REF with $PAASTIS_FORMATION")
            .mandatory(),
        Setting.text(SLEEP, null, "command that stops $PAASTIS_REF").mandatory(),
        new Setting(
            CREDENTIAL,
            Setting.Type.SECRET,
            false,
            null,
            List.of(),
            "given to the commands as $PAASTIS_SECRET"));
  }

  /**
   * Reads that part.
   *
   * @throws IllegalArgumentException when a command makes no sense
   */
  static ShellSettings of(AccountSettings settings) {
    Secret secret = settings.secret(CREDENTIAL).orElse(null);
    if (secret != null && secret.reveal().indexOf('\0') >= 0) {
      throw new IllegalArgumentException("'" + CREDENTIAL + "' must be without NUL; copy it again");
    }
    return new ShellSettings(
        command(settings, LIST),
        command(settings, STATUS),
        command(settings, WAKE),
        command(settings, SLEEP),
        secret);
  }

  private static String command(AccountSettings settings, String name) {
    String command = settings.requiredText(name);
    if (command.isBlank() || command.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "'" + name + "' must be a command for /bin/sh, neither blank nor with NUL");
    }
    return command;
  }
}
