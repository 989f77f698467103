// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import io.netty.channel.Channel;

/**
 * Who is at the other end of a connection, or for whom a proxy there speaks the PROXY protocol.
 * Immutable.
 *
 * @param address its address, without port
 * @param trusted whether it is a proxy that may say for whom it asks
 * @param secure whether it came by TLS, to here or to that proxy
 */
record Peer(String address, boolean trusted, boolean secure) {
  static Peer of(Channel channel, Parts parts) {
    ProxyProtocol.Source source = ProxyProtocol.of(channel);
    return new Peer(
        source.address().getAddress().getHostAddress(),
        parts.trusted().contains(source.address()),
        source.secure() || parts.entrance().secure());
  }
}
