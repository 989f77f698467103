// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import dev.paastis.schedule.Ticker;
import java.time.InstantSource;

/**
 * What all apps of one provider share.
 *
 * @param settings of the provider
 * @param processes of this machine
 * @param groups ends runs
 * @param launcher begins runs
 * @param ports gives each app its own
 * @param ticker measures waiting
 * @param clock dates the output
 */
record Machine(
    LocalSettings settings,
    ProcessTable processes,
    Groups groups,
    Launcher launcher,
    Ports ports,
    Ticker ticker,
    InstantSource clock) {}
