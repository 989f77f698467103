// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Platform.sh, now sold as Upsun. What sleeps is an environment of a project, whole: its
 * applications, workers, crons and databases; the platform keeps their sizes itself.
 */
@NullMarked
package dev.paastis.provider.platformsh;

import org.jspecify.annotations.NullMarked;
