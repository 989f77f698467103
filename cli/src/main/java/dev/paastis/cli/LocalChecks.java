// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.CheckView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be looked at without a server. */
final class LocalChecks {
  private static final int NEEDED_JAVA = 25;

  private final Settings settings;

  LocalChecks(Settings settings) {
    this.settings = settings;
  }

  List<CheckView> run() {
    return List.of(java(Runtime.version()), home(settings.home()), token(settings.tokenFile()));
  }

  static CheckView java(Runtime.Version version) {
    return version.feature() >= NEEDED_JAVA
        ? ok("java", "Java " + version)
        : failed("java", "Java " + version, "install a JDK " + NEEDED_JAVA + " or newer");
  }

  private static CheckView home(Path home) {
    if (!Files.exists(home)) {
      return ok("home", home + " does not exist yet; the server makes it");
    }
    return Files.isDirectory(home) && Files.isWritable(home)
        ? ok("home", home + " can be written")
        : failed("home", home + " cannot be written", "make it yours, or set PAASTIS_HOME");
  }

  private static CheckView token(Path file) {
    if (!Files.exists(file)) {
      String remedy = "start the server, or set PAASTIS_TOKEN";
      return new CheckView("token", "warning", file + " does not exist", remedy);
    }
    @Nullable Set<PosixFilePermission> mode = mode(file);
    if (mode == null) {
      return ok("token", file + " exists");
    }
    String shown = PosixFilePermissions.toString(mode);
    return shown.endsWith("------")
        ? ok("token", file + " is yours alone")
        : failed("token", file + " is open to others (" + shown + ")", "chmod 600 " + file);
  }

  private static @Nullable Set<PosixFilePermission> mode(Path file) {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    try {
      return view == null ? null : view.readAttributes().permissions();
    } catch (IOException unreadable) {
      throw new Failure(ExitStatus.FAILED, "cannot look at " + file, "", unreadable);
    }
  }

  private static CheckView ok(String name, String detail) {
    return new CheckView(name, "ok", detail, null);
  }

  private static CheckView failed(String name, String detail, String remedy) {
    return new CheckView(name, "failed", detail, remedy);
  }
}
