// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.access;

import dev.paastis.app.SpaceId;
import java.io.Serializable;
import java.security.Principal;
import java.util.UUID;

/**
 * Who is signed in: the principal of every request that is let in. Serializable, as sessions ask.
 *
 * @param spaceId the space they see
 * @param name the token's name, or {@code console} for a browser
 * @param browser whether they came with a browser session
 */
public record SignedIn(UUID spaceId, String name, boolean browser)
    implements Principal, Serializable {
  /** The space they see. */
  public SpaceId space() {
    return new SpaceId(spaceId);
  }

  @Override
  public String getName() {
    return name;
  }
}
