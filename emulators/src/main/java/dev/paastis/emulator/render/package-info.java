// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Render's REST API v1 as its documentation describes it: services that are suspended and resumed
 * one by one, deploys that tell when a resumed service is live, and a budget of ten orders a minute
 * for each service.
 */
@NullMarked
package dev.paastis.emulator.render;

import org.jspecify.annotations.NullMarked;
