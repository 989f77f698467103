// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import java.util.Optional;

/**
 * How an app is named to the rest of Paastis: {@code namespace/name}.
 *
 * @param namespace where it is
 * @param name unique there
 */
record Ref(String namespace, String name) {
  /** Empty for what is no such text. */
  static Optional<Ref> parse(String text) {
    int slash = text.indexOf('/');
    return slash <= 0 || slash == text.length() - 1
        ? Optional.empty()
        : Optional.of(new Ref(text.substring(0, slash), text.substring(slash + 1)));
  }

  static Ref of(Workload workload) {
    return new Ref(workload.namespace(), workload.app());
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
