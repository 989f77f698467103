// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import java.time.Duration;

/**
 * What one event loop spends on each app.
 *
 * @param connect time to wait for a connection, and once more for its TLS
 * @param idle how long a connection is kept unused
 * @param connections of HTTP/1.1 at once, tunnels among them; further requests wait
 */
public record UpstreamLimits(Duration connect, Duration idle, int connections) {}
