// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who keeps a proxy of their own has to know of the gateway.
 *
 * @param domain every app answers at its name under this domain
 * @param hold how long a question is held at most
 * @param port the port of visitors
 * @param forwardAuthPort the port at which proxies ask, {@code null} when there is none
 */
public record OwnProxy(
    String domain, Duration hold, IntSupplier port, Supplier<@Nullable Integer> forwardAuthPort) {}
