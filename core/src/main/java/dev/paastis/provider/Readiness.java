// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which proofs of readiness suffice for an app, and at what pace to look for them.
 *
 * @param path path that answers 2xx or 3xx once the app is ready; {@code null}: it is ready as soon
 *     as it accepts a connection, or the shared router before it finds it
 * @param probeSuffices whether a probe that holds is enough; otherwise the provider's own state
 *     must agree, because its page for a sleeping app can look alive
 * @param probeEvery densest interval between probes, used around the app's usual wake time
 * @param probeAtMost widest interval between probes
 * @param statusEvery interval between questions to the provider
 */
public record Readiness(
    @Nullable String path,
    boolean probeSuffices,
    Duration probeEvery,
    Duration probeAtMost,
    Duration statusEvery) {}
