// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The checked-out repository that this test run belongs to. */
public final class Repository {
  /** Built, fetched or written by other tools: not ours to read. */
  private static final Set<String> FOREIGN_FOLDERS =
      Set.of("target", ".git", ".idea", ".vscode", ".settings", "node_modules");

  private static final Path ROOT = findRoot();

  private Repository() {}

  /** The folder with the root pom. */
  public static Path root() {
    return ROOT;
  }

  /** Whether a module has no main code yet, so that a rule about it has nothing to look at. */
  public static boolean lacksMainCode(String module) {
    return !Files.isDirectory(ROOT.resolve(module).resolve("src/main/java"));
  }

  /** All files kept by hand, in a stable order. */
  public static List<Path> files() {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(ROOT, collectingInto(found));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + ROOT, e);
    }
    return found.stream().sorted().toList();
  }

  /** The same, only those whose name ends so. */
  public static List<Path> files(String ending) {
    return files().stream().filter(file -> file.toString().endsWith(ending)).toList();
  }

  /** A path as people write it. */
  public static String nameOf(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }

  private static SimpleFileVisitor<Path> collectingInto(List<Path> found) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return FOREIGN_FOLDERS.contains(folder.getFileName().toString())
            ? FileVisitResult.SKIP_SUBTREE
            : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && !file.endsWith(".git")) {
          found.add(file);
        }
        return FileVisitResult.CONTINUE;
      }
    };
  }

  private static Path findRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(".mvn"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException(
            "no folder with .mvn above " + Path.of("").toAbsolutePath());
      }
      folder = parent;
    }
    return folder;
  }
}
