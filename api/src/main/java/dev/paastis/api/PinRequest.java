// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks to keep an app awake. With neither value the pin has no end; with both, the request is
 * refused.
 *
 * @param until end of the pin
 * @param duration length of the pin from now, as in {@link DurationText}
 */
public record PinRequest(@Nullable Instant until, @Nullable String duration) {}
