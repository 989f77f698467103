// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

/**
 * Asks to put a rule elsewhere in the order.
 *
 * @param position among those that people made, from one
 */
public record MoveRequest(int position) {}
