// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The apps that have figures of their own: the first so many that were asked for, as a monitoring
 * system pays for each name. Safe for use by many threads.
 */
final class AppNames {
  /** Stands for all apps beyond the bound; no app can have this name, as a label has no blank. */
  static final String OTHER = "(other)";

  private final int most;
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  AppNames(int most) {
    this.most = most;
  }

  boolean any() {
    return most > 0;
  }

  /** Makes room: nothing is counted under that name any more, unless it is asked for again. */
  void forget(String app) {
    names.remove(app);
  }

  /** The name under which an app is counted. */
  String of(String app) {
    if (names.contains(app)) {
      return app;
    }
    // Two loops may both find room for the last: a few more than said do no harm, and no lock.
    return names.size() < most && names.add(app) ? app : names.contains(app) ? app : OTHER;
  }
}
