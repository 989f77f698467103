// SPDX-License-Identifier: AGPL-3.0-or-later
/** What every provider must do, shown on a platform that can be made to fail. */
@NullMarked
package dev.paastis.conformance;

import org.jspecify.annotations.NullMarked;
