// SPDX-License-Identifier: AGPL-3.0-or-later
/** What operators ask of requests before an app gets them: compiled once, replaced as a whole. */
@NullMarked
package dev.paastis.gateway.rule;

import org.jspecify.annotations.NullMarked;
