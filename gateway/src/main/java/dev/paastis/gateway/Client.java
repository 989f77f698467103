// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.forward.UpstreamConnection;
import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.gateway.route.Route;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Whoever asked: a connection of HTTP/1.1 for the time of one exchange, or a stream of HTTP/2. An
 * {@link Exchange} speaks HTTP in the objects of one version and leaves it to the client how they
 * are framed. Lives on one event loop.
 */
interface Client {
  Parts parts();

  Worker worker();

  /** Who is at the other end. */
  Peer peer();

  /** By what it came, for the field of that name. */
  AsciiString via();

  /** The route of a host. */
  @Nullable Route route(String host);

  /** The way of the answer. */
  Answer answer();

  // ---- the exchange

  /** Whether a flush of what goes to the app will come at the end of the read under way. */
  boolean insideRead();

  /** Looks again at whether the exchange wants more of the request. */
  void updateReading();

  /** The exchange has answered; its answer is written. */
  void ended(Exchange done);

  /** The answer cannot be completed, and the client must see that something is missing. */
  void breakOff();

  // ---- WebSocket

  /** Why the exchange cannot become a tunnel, {@code null} when it can. */
  @Nullable ProblemCode refusesTunnel(boolean requestComplete);

  /**
   * Passes on the app's word that it speaks WebSocket, and all that follows in both directions.
   *
   * @return tells both sides that the gateway goes away
   */
  Runnable tunnel(HttpResponse response, UpstreamConnection over, Exchange exchange);

  /** The tunnel is closed on either side. */
  void tunnelEnded();
}
