// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

/**
 * Says why.
 *
 * @param reason in the person's own words
 */
public record ReasonRequest(String reason) {}
