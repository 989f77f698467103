// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

/**
 * What became of a test message.
 *
 * @param name of the channel
 * @param delivered whether the receiver took it
 * @param detail what went wrong; empty when nothing did
 */
public record ChannelTestView(String name, boolean delivered, String detail) {}
