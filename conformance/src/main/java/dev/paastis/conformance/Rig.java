// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

/** Sets up a platform for one test; mostly the constructor of a {@link Platform}. */
@FunctionalInterface
public interface Rig {
  /**
   * A fresh platform with a provider opened on it.
   *
   * @param apps about how many apps it is to have; a platform that lacks {@link Feature#MANY_APPS}
   *     may have fewer
   */
  Platform open(int apps) throws Exception;
}
