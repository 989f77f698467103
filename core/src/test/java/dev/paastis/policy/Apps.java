// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.SpaceId;
import java.util.List;
import java.util.UUID;

/** Apps for rules to speak of. */
final class Apps {
  private static final Account ACCOUNT =
      new Account(UUID.randomUUID(), new SpaceId(UUID.randomUUID()), "heroku", "eu", "agency");

  private Apps() {}

  static App named(String name) {
    return new App(
        new AppId(UUID.randomUUID()), ACCOUNT, name, name, List.of(), AppSettings.DEFAULT, null);
  }
}
