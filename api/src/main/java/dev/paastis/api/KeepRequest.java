// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks that an app not be deleted as stale.
 *
 * @param until until when, {@code null} for good
 * @param reason in the person's own words
 */
public record KeepRequest(@Nullable Instant until, String reason) {}
