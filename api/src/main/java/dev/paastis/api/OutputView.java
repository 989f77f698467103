// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;

/**
 * The last lines of an app's output.
 *
 * @param lines oldest first
 */
public record OutputView(List<String> lines) {}
