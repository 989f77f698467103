// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.health;

import dev.paastis.api.CheckView;
import dev.paastis.server.rest.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the data folder can be written and has room. */
public final class FolderCheck implements Check {
  private static final long ENOUGH_BYTES = 500_000_000;

  private final Path folder;

  /** Looks at that folder. */
  public FolderCheck(Path folder) {
    this.folder = folder;
  }

  @Override
  public CheckView look() {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      if (!Files.isWritable(folder)) {
        return new CheckView(
            "data folder", "failed", folder + " cannot be written", "mend its permissions");
      }
      String room = "%s has %d MB free".formatted(folder, free / 1_000_000);
      return free >= ENOUGH_BYTES
          ? new CheckView("data folder", "ok", room, null)
          : new CheckView("data folder", "warning", room, "make room: the database needs some");
    } catch (IOException e) {
      return new CheckView(
          "data folder", "failed", folder + " cannot be read: " + e.getMessage(), "see --home");
    }
  }
}
