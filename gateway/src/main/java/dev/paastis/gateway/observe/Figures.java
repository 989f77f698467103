// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import dev.paastis.gateway.page.ProblemCode;
import java.util.List;
import java.util.Map;

/**
 * What a gateway has counted since it began, all event loops together. Immutable.
 *
 * @param requests durations of exchanges, of those series that have any
 * @param holds how long requests were held, by what the client speaks
 * @param firstBytes from sending a request to the app until its answer begins
 * @param apps figures by app, empty unless they are asked for
 * @param refused answers of the gateway's own by their code
 * @param wakes wakes that were asked for, by what became of them
 * @param totals everything that needs no label
 */
public record Figures(
    List<Requests> requests,
    Map<Protocol, Distribution> holds,
    Map<Protocol, Distribution> firstBytes,
    List<AppRequests> apps,
    Map<ProblemCode, Long> refused,
    Map<String, Long> wakes,
    Totals totals) {
  /** One series of durations. */
  public record Requests(Way way, Protocol protocol, Outcome outcome, Distribution durations) {}

  /** One app. */
  public record AppRequests(String app, Distribution durations, Map<Outcome, Long> outcomes) {}

  /**
   * What needs no label.
   *
   * @param bytesIn of request bodies, and what clients said by WebSocket
   * @param bytesOut of answers' bodies, and what clients heard by WebSocket
   * @param connections of clients, open now
   * @param upstreamConnections to apps, open now
   * @param held requests that wait for a wake now
   * @param accessLogDropped lines of the access log that were lost because writing was too slow
   */
  public record Totals(
      long bytesIn,
      long bytesOut,
      long connections,
      long upstreamConnections,
      long held,
      long accessLogDropped) {}
}
