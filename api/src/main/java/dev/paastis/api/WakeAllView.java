// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;

/**
 * What came of waking everything.
 *
 * @param woken names of the apps that are awake now and were not
 * @param failed names of those that are not, each with why
 */
public record WakeAllView(List<String> woken, List<String> failed) {}
