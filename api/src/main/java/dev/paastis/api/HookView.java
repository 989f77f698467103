// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hook.
 *
 * @param name its name
 * @param on when it is called
 * @param apps the expression that names of apps must match, {@code null} for all
 * @param kind {@code webhook} or {@code command}
 * @param target host of its address, or its program; never a credential
 * @param timeout how long it may take before a sleep
 * @param wakeTimeout how long it may take before a wake
 * @param onFailure {@code proceed} or {@code veto}
 * @param delaysWake whether a wake waits for it
 */
public record HookView(
    String name,
    List<String> on,
    @Nullable String apps,
    String kind,
    String target,
    String timeout,
    String wakeTimeout,
    String onFailure,
    boolean delaysWake) {}
