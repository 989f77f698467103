// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param items the items
 * @param next cursor of the next page, {@code null} on the last
 * @param <T> type of the items
 */
public record ItemPage<T>(List<T> items, @Nullable String next) {}
