// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account on the wire; credentials are never shown.
 *
 * @param id stable identifier
 * @param name name, unique in its space
 * @param provider kind of platform
 * @param region region of the platform, empty where there is no such thing
 * @param origin {@code file} or {@code console}: who may change it
 * @param production whether every app on it is production
 * @param state {@code accepted}, {@code refused}, {@code unreachable} or {@code unchecked}
 * @param detail the platform's word, empty when all is well
 * @param checkedAt when it was asked last, {@code null} when never
 * @param apps apps taken over
 * @param asleep those of them that sleep
 * @param found apps found and left alone so far
 * @param budgets what may still be asked of the platform
 */
public record AccountView(
    String id,
    String name,
    String provider,
    String region,
    String origin,
    boolean production,
    String state,
    String detail,
    @Nullable Instant checkedAt,
    int apps,
    int asleep,
    int found,
    List<BudgetView> budgets) {}
