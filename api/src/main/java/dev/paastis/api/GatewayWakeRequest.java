// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

/**
 * A gateway's wish to have an app awake.
 *
 * @param app id of the app
 * @param cause why
 * @param withinMillis how long the gateway waits for the outcome
 */
public record GatewayWakeRequest(String app, CauseView cause, long withinMillis) {}
