// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.AppView;

/**
 * A line of the list of apps.
 *
 * @param app the app
 * @param strip its recent history
 */
public record Row(AppView app, Strip strip) {}
