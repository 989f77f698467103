// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.time.Instant;
import java.util.UUID;

/**
 * A wake or sleep being carried out. Only its owner may complete it.
 *
 * @param id identifies the operation
 * @param engine the engine that carries it out
 * @param startedAt when it began
 * @param cause why
 */
public record Operation(UUID id, EngineId engine, Instant startedAt, Cause cause) {}
