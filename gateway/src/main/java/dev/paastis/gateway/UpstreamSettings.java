// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.resolve.AddressBlocks;
import java.util.List;

/**
 * How the gateway treats apps on its other side.
 *
 * @param privateAddresses addresses and CIDR blocks that are not on the Internet and at which apps
 *     may be all the same, whoever added their account
 * @param rewrite whether addresses are rewritten of apps that are asked for a host of their own
 */
public record UpstreamSettings(List<String> privateAddresses, boolean rewrite) {
  /** Nothing but the Internet; rewriting. */
  public static final UpstreamSettings DEFAULT = new UpstreamSettings(List.of(), true);

  /** Validates the values. */
  public UpstreamSettings {
    privateAddresses = List.copyOf(privateAddresses);
    AddressBlocks _ = new AddressBlocks(privateAddresses);
  }

  /** The same with these addresses and blocks. */
  public UpstreamSettings withPrivateAddresses(String... values) {
    return new UpstreamSettings(List.of(values), rewrite);
  }

  /** The same with or without rewriting. */
  public UpstreamSettings withRewrite(boolean value) {
    return new UpstreamSettings(privateAddresses, value);
  }
}
