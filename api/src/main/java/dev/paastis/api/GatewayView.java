// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;

/**
 * A gateway of its own process, as the engine sees it.
 *
 * @param id identifies its run
 * @param name what it calls itself, usually its machine
 * @param state {@code connected}, or {@code lost} while its requests may still be under way
 * @param since when it was first heard of
 * @param heard when it was heard last
 */
public record GatewayView(String id, String name, String state, Instant since, Instant heard) {}
