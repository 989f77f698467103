// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import java.nio.file.Path;

/**
 * Where local apps are remembered and how much of their output is kept.
 *
 * @param stateFolder holds the run file and the output of each app; created when absent
 * @param outputLimitBytes size at which an output file is rotated
 * @param outputFiles number of files kept per app, the current one included
 */
public record LocalSettings(Path stateFolder, long outputLimitBytes, int outputFiles) {
  /** Size at which an output file is rotated when none is configured: 1 MiB. */
  public static final long DEFAULT_OUTPUT_LIMIT_BYTES = 1 << 20;

  /** Number of output files kept per app when none is configured. */
  public static final int DEFAULT_OUTPUT_FILES = 3;

  /** Validates the limits and makes the folder absolute. */
  public LocalSettings {
    if (outputLimitBytes < 1024) {
      throw new IllegalArgumentException(
          "output limit of local apps must be at least 1024 bytes, got: " + outputLimitBytes);
    }
    if (outputFiles < 1 || outputFiles > 100) {
      throw new IllegalArgumentException(
          "number of output files of local apps must be 1 to 100, got: " + outputFiles);
    }
    stateFolder = stateFolder.toAbsolutePath().normalize();
  }

  /** The defaults, in that folder. */
  public static LocalSettings in(Path stateFolder) {
    return new LocalSettings(stateFolder, DEFAULT_OUTPUT_LIMIT_BYTES, DEFAULT_OUTPUT_FILES);
  }
}
