// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import java.nio.file.Path;

/** Another Paastis uses the same data folder. */
public final class HomeInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HomeInUseException(Path home, String owner) {
    super(
        "the data folder %s is in use by %s; stop that one, or give this one another folder by PAASTIS_HOME or --home"
            .formatted(home, owner));
  }
}
