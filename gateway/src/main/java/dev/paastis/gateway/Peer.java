// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.resolve.AddressBlocks;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;

/**
 * Who is at the other end of a connection. Immutable.
 *
 * @param address its address, without port
 * @param trusted whether it is a proxy that may say for whom it asks
 * @param secure whether it came by TLS
 */
record Peer(String address, boolean trusted, boolean secure) {
  static Peer of(Channel channel, AddressBlocks trusted) {
    InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
    return new Peer(
        remote.getAddress().getHostAddress(),
        trusted.contains(remote),
        channel.pipeline().get(SslHandler.class) != null);
  }
}
