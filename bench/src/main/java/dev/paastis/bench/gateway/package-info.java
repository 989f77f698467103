// SPDX-License-Identifier: AGPL-3.0-or-later
/** The gateway side by side with other proxies: the same load, cores and settings for all. */
@NullMarked
package dev.paastis.bench.gateway;

import org.jspecify.annotations.NullMarked;
