// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;

/**
 * A link that signs in to the console once.
 *
 * @param url the address to open
 * @param expiresAt until when it works
 */
public record SignInLink(String url, Instant expiresAt) {}
