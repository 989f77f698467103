// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.process;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a process of somebody else's gets of the engine's environment. */
public final class InheritedEnvironment {
  /** They would open the engine itself. */
  private static final Set<String> OWN_SECRETS =
      Set.of("PAASTIS_MASTER_KEY", "PAASTIS_DATABASE_URL", "PAASTIS_TOKEN");

  private InheritedEnvironment() {}

  /** A copy of the engine's environment without its secrets; the caller may add to it. */
  public static Map<String, String> withoutSecrets() {
    Map<String, String> inherited = new HashMap<>(System.getenv());
    inherited.keySet().removeAll(OWN_SECRETS);
    return inherited;
  }
}
