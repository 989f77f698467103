// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Names an environment; written {@code project:environment}.
 *
 * @param project id of the project
 * @param environment id of the environment, which is the name of its branch
 */
record Ref(String project, String environment) {
  /** Reads what {@link #toString()} writes; without a colon there is no such environment. */
  static Ref parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Ref(text, "")
        : new Ref(text.substring(0, colon), text.substring(colon + 1));
  }

  /** Path of the environment in the API; a branch may hold slashes, so it is encoded. */
  String path() {
    return "/projects/" + encode(project) + "/environments/" + encode(environment);
  }

  static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return project + ":" + environment;
  }
}
