// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs as the shell would. */
public final class Executables {
  private Executables() {}

  /**
   * The program's file, which exists and may be run.
   *
   * @param program a path, seen from the folder, or a name to look for
   * @param searched folders to look in, separated as in {@code PATH}
   */
  public static Optional<Path> find(String program, Path folder, String searched) {
    try {
      if (program.contains("/")) {
        return Optional.of(folder.resolve(program)).filter(Executables::runnable);
      }
      for (String place : searched.split(File.pathSeparator, -1)) {
        Path file = folder.resolve(place).resolve(program);
        if (runnable(file)) {
          return Optional.of(file);
        }
      }
      return Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean runnable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
