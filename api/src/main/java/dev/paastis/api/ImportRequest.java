// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Confirms which found apps are taken over.
 *
 * @param apps one choice each
 */
public record ImportRequest(List<Choice> apps) {
  /**
   * A choice; what is missing is as proposed.
   *
   * @param ref the platform's identifier
   * @param name another name
   * @param production whether it is production
   * @param idleTimeout time without activity before sleep, as in {@link DurationText}
   */
  public record Choice(
      String ref,
      @Nullable String name,
      @Nullable Boolean production,
      @Nullable String idleTimeout) {}
}
