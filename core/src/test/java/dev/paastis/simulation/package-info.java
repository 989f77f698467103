// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * A deterministic simulation of whole engines: one seed, one schedule of threads, time and faults.
 */
@NullMarked
package dev.paastis.simulation;

import org.jspecify.annotations.NullMarked;
