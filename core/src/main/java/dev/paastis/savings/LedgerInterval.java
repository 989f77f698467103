// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.savings;

import dev.paastis.app.AppId;
import dev.paastis.app.Formation;
import dev.paastis.app.StateName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time that an app spent in one state.
 *
 * @param app which app
 * @param state in which state
 * @param formation what ran, or would have run
 * @param from beginning, inclusive
 * @param to end, exclusive; {@code null} while it lasts
 */
public record LedgerInterval(
    AppId app, StateName state, Formation formation, Instant from, @Nullable Instant to) {}
