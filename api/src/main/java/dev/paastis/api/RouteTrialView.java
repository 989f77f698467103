// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request would meet.
 *
 * @param request method and address
 * @param app name of the app that answers, {@code null} when none does
 * @param route name of the route, {@code null} when none holds
 * @param match patterns of the paths that hold, empty where the whole route does
 * @param steps what happens to it, in words and in order
 */
public record RouteTrialView(
    String request,
    @Nullable String app,
    @Nullable String route,
    @Nullable String match,
    List<String> steps) {}
