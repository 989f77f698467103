// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

/**
 * One server-sent event.
 *
 * @param type its type, {@code message} unless it says
 * @param data its lines, joined
 */
record StreamedEvent(String type, String data) {}
