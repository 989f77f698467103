// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.util.UUID;

/**
 * Credentials for one provider in one region, owned by a space. Secrets are kept elsewhere.
 *
 * @param id identifies the account
 * @param space its owner
 * @param provider kind of platform, for example {@code local}
 * @param region region of that platform, for example {@code local} or {@code osc-fr1}
 * @param name the name that people gave it, unique in its space
 */
public record Account(UUID id, SpaceId space, String provider, String region, String name) {
  /** The provider of accounts whose apps are processes of this machine. */
  public static final String LOCAL = "local";
}
