// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a log drain.
 *
 * @param name what it will be called
 * @param account the only account whose apps it speaks for, {@code null} for any
 * @param app the only app that it speaks for, {@code null} for any
 */
public record DrainRequest(@Nullable String name, @Nullable String account, @Nullable String app) {}
