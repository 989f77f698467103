// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.account.TakenApps;
import dev.paastis.app.Group;
import dev.paastis.server.config.Configuration;
import dev.paastis.server.config.Configuration.GroupEntry;
import java.util.Optional;

/** What the configuration file says of apps by their names. */
final class ConfiguredNames implements TakenApps.Naming {
  private final Configuration configuration;

  ConfiguredNames(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public String host(String app) {
    return app + "." + configuration.gateway().domain();
  }

  @Override
  public Optional<Group> group(String app) {
    for (GroupEntry group : configuration.groups()) {
      int position = group.members().indexOf(app);
      if (position >= 0) {
        return Optional.of(new Group(group.name(), position + 1));
      }
    }
    return Optional.empty();
  }
}
