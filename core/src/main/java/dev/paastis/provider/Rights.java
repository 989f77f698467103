// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import java.util.List;

/**
 * What an account's credentials allow, found out without changing anything.
 *
 * @param owner whose they are, for people: a name or an address
 * @param apps how many apps they show
 * @param missing what they do not allow, each in words, for example "this token can list but not
 *     scale"; empty when they suffice
 */
public record Rights(String owner, int apps, List<String> missing) {
  /** Copies the list. */
  public Rights {
    missing = List.copyOf(missing);
  }
}
