// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.resolve.AddressBlocks;
import dev.paastis.gateway.route.RoutingTable;
import dev.paastis.schedule.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of a gateway share. Immutable, safe for use by many threads.
 *
 * @param timeouts how long to wait for whom
 * @param trusted peers whose forwarded headers are believed
 * @param proxies peers that must speak the PROXY protocol
 * @param table all routes
 * @param reception receives requests that cannot be forwarded now
 * @param gatekeeper carries out operators' routes
 * @param ticker measures
 * @param upstreams how apps are treated
 * @param entrance what requests of this listener meet first
 * @param questions set on the port where proxies ask instead of sending requests
 */
record Parts(
    Timeouts timeouts,
    AddressBlocks trusted,
    AddressBlocks proxies,
    RoutingTable table,
    Reception reception,
    Gatekeeper gatekeeper,
    Ticker ticker,
    UpstreamSettings upstreams,
    Entrance entrance,
    @Nullable Questions questions) {}
