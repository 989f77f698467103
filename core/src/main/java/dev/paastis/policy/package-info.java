// SPDX-License-Identifier: AGPL-3.0-or-later
/** Pure decisions: whether an app may sleep, whether it may be woken once more. */
@NullMarked
package dev.paastis.policy;

import org.jspecify.annotations.NullMarked;
