// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.gateway.observe.AccessLog;
import dev.paastis.provider.Secret;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway is observed.
 *
 * @param log the access log, {@code null} for none
 * @param traces where traces go by OTLP over HTTP, below which {@code /v1/traces} takes them;
 *     {@code null} for nowhere
 * @param headers what is sent along with traces, as a collector's token
 * @param percent how many of a hundred traces are recorded where nobody trusted has decided
 * @param apps how many apps have figures of their own
 */
public record Observing(
    AccessLog.@Nullable Target log,
    @Nullable URI traces,
    Map<String, Secret> headers,
    int percent,
    int apps) {}
