// SPDX-License-Identifier: AGPL-3.0-or-later
/** Apps that the operator's own commands list, wake and put to sleep, on the engine's machine. */
@NullMarked
package dev.paastis.provider.shell;

import org.jspecify.annotations.NullMarked;
