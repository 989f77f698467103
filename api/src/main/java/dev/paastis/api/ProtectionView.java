// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why an app is production, and whether that keeps it from sleep.
 *
 * @param why for people
 * @param standing whether nothing puts it to sleep
 * @param liftedBy who lifted the protection, {@code null} while it stands
 * @param liftedReason why, in that person's words
 * @param liftedAt when
 */
public record ProtectionView(
    String why,
    boolean standing,
    @Nullable String liftedBy,
    @Nullable String liftedReason,
    @Nullable Instant liftedAt) {}
