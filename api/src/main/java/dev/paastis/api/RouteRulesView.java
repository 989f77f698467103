// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that hold for all routes of a gateway.
 *
 * @param aliases hosts that mean an app of another name
 * @param ignored requests that wake nothing, in the order in which they are asked
 */
public record RouteRulesView(List<Alias> aliases, List<Ignored> ignored) {
  /** Copies the lists. */
  public RouteRulesView {
    aliases = List.copyOf(aliases);
    ignored = List.copyOf(ignored);
  }

  /**
   * A regular expression on names.
   *
   * @param text the expression
   * @param whole whether it must match the whole name
   */
  public record Pattern(String text, boolean whole) {}

  /**
   * Hosts that mean an app of another name.
   *
   * @param hosts the first label of the host
   * @param app the app's name, with {@code $1} for what the pattern captured
   */
  public record Alias(Pattern hosts, String app) {}

  /**
   * A rule on requests that wake nothing.
   *
   * @param name what it is known by
   * @param agents parts of the {@code User-Agent}
   * @param paths whole paths
   * @param prefixes beginnings of paths
   * @param addresses addresses and CIDR blocks
   * @param apps the apps it is for, absent for all
   * @param answer what such a request gets
   */
  public record Ignored(
      String name,
      List<String> agents,
      List<String> paths,
      List<String> prefixes,
      List<String> addresses,
      @Nullable Pattern apps,
      Answer answer) {
    /** Copies the lists. */
    public Ignored {
      agents = List.copyOf(agents);
      paths = List.copyOf(paths);
      prefixes = List.copyOf(prefixes);
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * What an ignored request gets while the app is not awake.
   *
   * @param status HTTP status
   * @param contentType media type of the body
   * @param body text
   * @param retryAfterMillis told to the client if present
   */
  public record Answer(
      int status, String contentType, String body, @Nullable Long retryAfterMillis) {}
}
