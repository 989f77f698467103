// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.app.App;

/**
 * Where the gateway can be reached from outside.
 *
 * @param scheme {@code http} or {@code https}
 * @param domain domain under which every app has a host name
 * @param port public port
 */
public record GatewayAddress(String scheme, String domain, int port) {
  /** The address to open for that app: its first host with the gateway's port. */
  public String url(App app) {
    String host = app.hosts().isEmpty() ? app.name() + "." + domain : app.hosts().getFirst();
    boolean usual = port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + host + (usual ? "" : ":" + port) + "/";
  }
}
