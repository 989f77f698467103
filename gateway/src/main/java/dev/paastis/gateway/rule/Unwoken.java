// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What requests get that do not wake the app.
 *
 * @param status HTTP status
 * @param contentType media type
 * @param body text; {@code {app}} stands for the app's name
 * @param retryAfter told to the client if present
 */
public record Unwoken(int status, String contentType, String body, @Nullable Duration retryAfter) {}
