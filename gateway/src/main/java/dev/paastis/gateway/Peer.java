// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/**
 * Who is at the other end of a connection. Immutable.
 *
 * @param address its address, without port
 * @param trusted whether it is a proxy that may say for whom it asks
 * @param secure whether it came by TLS
 */
record Peer(String address, boolean trusted, boolean secure) {
  static Peer of(Channel channel, Parts parts) {
    InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
    return new Peer(
        remote.getAddress().getHostAddress(),
        parts.trusted().contains(remote),
        parts.entrance().secure());
  }
}
