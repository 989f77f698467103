// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.forward.Sender;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, or for whom a proxy there speaks the PROXY protocol.
 * Belongs to one event loop.
 *
 * @param address its address, without port
 * @param trusted whether it is a proxy that may say for whom it asks
 * @param secure whether it came by TLS, to here or to that proxy
 * @param sender the same, as apps are told of it
 */
record Peer(String address, boolean trusted, boolean secure, Sender sender) {
  /** Of a client that had left before anybody asked who it was, in the word of RFC 7239. */
  private static final String UNKNOWN = "unknown";

  static Peer of(Channel channel, Parts parts) {
    ProxyProtocol.Source source = ProxyProtocol.of(channel);
    @Nullable InetSocketAddress from = source.address();
    String address = from == null ? UNKNOWN : from.getAddress().getHostAddress();
    boolean trusted = from != null && parts.trusted().contains(from);
    boolean secure = source.secure() || parts.entrance().secure();
    return new Peer(address, trusted, secure, new Sender(address, trusted, secure));
  }
}
