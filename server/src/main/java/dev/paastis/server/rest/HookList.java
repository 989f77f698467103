// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.notice.hook.Hook;
import java.util.List;

/**
 * The hooks of the file.
 *
 * @param hooks in its order
 */
public record HookList(List<Hook> hooks) {}
