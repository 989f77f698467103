// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration of a proxy of one's own is made of.
 *
 * @param domain every app answers at its name under this domain
 * @param port the gateway's port for visitors
 * @param forwardAuthPort the gateway's port at which proxies ask, {@code null} when there is none
 * @param hold how long a question is held at most
 * @param apps all apps, by name
 */
public record ProxyView(
    String domain, int port, @Nullable Integer forwardAuthPort, String hold, List<AppView> apps) {
  /**
   * An app as its visitors address it.
   *
   * @param name its name
   * @param hosts further host names
   * @param upstream where it answers, {@code null} unless it is awake
   * @param ownHost whether it needs its upstream's host as {@code Host}, not the visitor's
   */
  public record AppView(
      String name, List<String> hosts, @Nullable String upstream, boolean ownHost) {}
}
