// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import dev.paastis.emulator.Bill;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.Timeline;
import java.time.InstantSource;

/**
 * What every app stands on.
 *
 * @param timeline what will have happened by when
 * @param pace how long things take
 * @param bill what is charged
 * @param clock wall clock
 * @param webhooks who is told
 */
record Site(
    Timeline timeline,
    EmulatorSettings.Pace pace,
    Bill bill,
    InstantSource clock,
    Webhooks webhooks) {}
