// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.resolve.AddressBlocks;
import dev.paastis.gateway.resolve.AddressGuard;
import java.util.List;

/**
 * How the gateway treats apps on its other side.
 *
 * @param privateAddresses addresses and CIDR blocks that are not on the Internet and at which apps
 *     may be all the same, whoever added their account
 * @param connections of HTTP/1.1 to one app at once, shared out evenly among the event loops
 * @param rewrite whether addresses are rewritten of apps that are asked for a host of their own
 */
public record UpstreamSettings(List<String> privateAddresses, int connections, boolean rewrite) {
  /** Connections to one app where nothing is said: enough for many idle WebSockets. */
  public static final int CONNECTIONS = 20_000;

  /** Nothing but the Internet; rewriting. */
  public static final UpstreamSettings DEFAULT = new UpstreamSettings(List.of(), CONNECTIONS, true);

  /** Validates the values. */
  public UpstreamSettings {
    privateAddresses = List.copyOf(privateAddresses);
    AddressBlocks _ = new AddressBlocks(privateAddresses);
    if (connections < 1) {
      throw new IllegalArgumentException("connections must be at least 1, got: " + connections);
    }
  }

  /** What holds for whatever people have said: the Internet, and those addresses. */
  public AddressGuard guard() {
    return AddressGuard.publicAnd(new AddressBlocks(privateAddresses));
  }

  /** The same with these addresses and blocks. */
  public UpstreamSettings withPrivateAddresses(String... values) {
    return new UpstreamSettings(List.of(values), connections, rewrite);
  }

  /** The same with or without rewriting. */
  public UpstreamSettings withRewrite(boolean value) {
    return new UpstreamSettings(privateAddresses, connections, value);
  }

  /** The same with another number of connections. */
  public UpstreamSettings withConnections(int value) {
    return new UpstreamSettings(privateAddresses, value, rewrite);
  }
}
