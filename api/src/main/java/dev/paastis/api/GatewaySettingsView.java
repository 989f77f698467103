// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

/**
 * What the engine's configuration says of all its gateways.
 *
 * @param domain every app answers at its name under this domain
 * @param holdPerApp requests held of one app at most
 * @param holdPerSpace requests held of one space at most
 * @param holdMillis how long each is held at most
 * @param silentStreamMillis how long an open stream without bytes counts as activity
 */
public record GatewaySettingsView(
    String domain, int holdPerApp, int holdPerSpace, long holdMillis, long silentStreamMillis) {}
