// SPDX-License-Identifier: AGPL-3.0-or-later
/** Apps that are processes of this machine: a developer's laptop, a small server. */
@NullMarked
package dev.paastis.provider.local;

import org.jspecify.annotations.NullMarked;
