// SPDX-License-Identifier: AGPL-3.0-or-later
/** The application that the tests put to sleep and wake. */
@NullMarked
package dev.paastis.checks.app;

import org.jspecify.annotations.NullMarked;
