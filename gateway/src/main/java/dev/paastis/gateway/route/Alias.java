// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.route;

import dev.paastis.policy.NamePattern;

/**
 * Hosts that mean an app of another name.
 *
 * @param hosts the first label of the host, the rest being the gateway's domain
 * @param app name of the app, with {@code $1} for what the pattern captured
 */
public record Alias(NamePattern hosts, String app) {}
