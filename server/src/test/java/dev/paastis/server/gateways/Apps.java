// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.Formation;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Upstream;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Apps of two spaces. */
final class Apps {
  static final SpaceId SPACE = new SpaceId(new UUID(1, 1));
  static final SpaceId OTHER = new SpaceId(new UUID(1, 2));
  static final Instant NOW = Instant.parse("2026-11-20T20:00:00Z");

  private Apps() {}

  static AppId id(int app) {
    return new AppId(new UUID(0, app));
  }

  static TrackedApp awake(int app, long version) {
    Upstream upstream = new Upstream("http", "127.0.0.1", 8000 + app);
    return row(app, version, SPACE, new AppState.Awake(NOW, upstream, Formation.EMPTY));
  }

  static TrackedApp asleep(int app, long version) {
    return row(app, version, SPACE, new AppState.Asleep(NOW, Formation.EMPTY));
  }

  static TrackedApp ofOtherSpace(int app) {
    return row(app, 1, OTHER, new AppState.Asleep(NOW, Formation.EMPTY));
  }

  private static TrackedApp row(int app, long version, SpaceId space, AppState state) {
    Account account = new Account(new UUID(2, 2), space, "local", "local", "here");
    String name = "app-" + app;
    App known = new App(id(app), account, name, name, List.of(), AppSettings.DEFAULT, null);
    return new TrackedApp(known, version, state, null, null);
  }
}
