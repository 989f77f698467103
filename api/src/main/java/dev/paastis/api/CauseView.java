// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.Map;

/**
 * A cause on the wire.
 *
 * @param kind {@code request}, {@code person}, {@code idle}, {@code window}, {@code group}, {@code
 *     drift}, {@code recovery} or {@code configuration}
 * @param summary one line for people
 * @param details for example {@code address}, {@code agent}, {@code path}
 */
public record CauseView(String kind, String summary, Map<String, String> details) {}
