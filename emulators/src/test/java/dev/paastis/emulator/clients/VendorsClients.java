// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The vendors' own clients, in the versions of {@code src/test/clients/package.json}: installed
 * once by npm into a folder of the user's cache, and run as processes that know nothing but the
 * emulators. Where Node 20 or npm is missing, or npm cannot install, the tests are skipped and say
 * so; with {@code CI=true} they fail.
 */
final class VendorsClients {
  /** System property that skips the tests that need them, when {@code false}. */
  static final String WANTED = "paastis.clients";

  private static final Path SOURCES = Path.of("src/test/clients").toAbsolutePath();
  private static final long INSTALL_MINUTES = 8;
  private static final long RUN_SECONDS = 90;

  private final Path folder;

  private VendorsClients(Path folder) {
    this.folder = folder;
  }

  /**
   * What a process left behind.
   *
   * @param code exit code
   * @param out standard output
   * @param err standard error
   */
  record Said(int code, String out, String err) {
    /** Standard output, of a process that has to have succeeded. */
    String text() {
      assertThat(code).as("exit code; it said %s%s", out, err).isZero();
      return out;
    }
  }

  /** Installs them where that has not been done yet. */
  static VendorsClients install() throws IOException, InterruptedException {
    if (System.getProperty(WANTED, "true").equals("false")) {
      abort("the vendors' clients are not wanted: " + WANTED + "=false");
    }
    needNode();
    Path folder = cache().resolve("paastis").resolve("clients-" + fingerprint());
    Files.createDirectories(folder);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      Path done = folder.resolve("installed");
      if (!Files.exists(done)) {
        npmInstall(folder);
        Files.writeString(done, "all is there\n");
      }
    }
    return new VendorsClients(folder);
  }

  /** Runs a command line client, for example {@code heroku}, in an empty home. */
  Said run(Path home, Map<String, String> environment, List<String> command) throws Exception {
    Path program = folder.resolve("node_modules/.bin").resolve(command.getFirst());
    List<String> line = new ArrayList<>(List.of("node", program.toString()));
    line.addAll(command.subList(1, command.size()));
    return process(home, environment, line);
  }

  /** Runs a script that uses a client library. */
  Said script(Path home, String name, String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("node", SOURCES.resolve(name).toString()));
    line.addAll(List.of(arguments));
    return process(home, Map.of(), line);
  }

  /** Of our own environment it gets the path alone: no proxy, no credentials, no settings. */
  private Said process(Path home, Map<String, String> environment, List<String> line)
      throws Exception {
    Path out = Files.createTempFile(home, "out", ".txt");
    Path err = Files.createTempFile(home, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(home.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> env = builder.environment();
    String path = Optional.ofNullable(env.get("PATH")).orElse("/usr/bin:/bin");
    env.clear();
    env.put("PATH", path);
    env.put("HOME", home.toString());
    env.put("XDG_CONFIG_HOME", home.resolve(".config").toString());
    env.put("NODE_PATH", folder.resolve("node_modules").toString());
    env.put("NO_COLOR", "1");
    env.putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(RUN_SECONDS, TimeUnit.SECONDS))
          .as("%s ends within %s s", line, RUN_SECONDS)
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static void npmInstall(Path folder) throws IOException, InterruptedException {
    Files.copy(
        SOURCES.resolve("package.json"),
        folder.resolve("package.json"),
        StandardCopyOption.REPLACE_EXISTING);
    Path log = folder.resolve("npm.log");
    Process npm =
        new ProcessBuilder(
                "npm",
                "install",
                "--prefix",
                folder.toString(),
                "--ignore-scripts", // a client needs none, and a stranger's may do anything
                "--legacy-peer-deps", // else one of them brings a compiler and a bundler
                "--no-package-lock",
                "--no-audit",
                "--no-fund",
                "--prefer-offline")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      npm.destroyForcibly();
    }
    if (!ended || npm.exitValue() != 0) {
      missing("npm could not install the vendors' clients:\n" + Files.readString(log));
    }
  }

  private static void needNode() throws InterruptedException {
    try {
      Process node =
          new ProcessBuilder(
                  "node", "-e", "process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)")
              .start();
      if (node.waitFor() != 0) {
        missing("node is older than 20, which the vendors' clients need");
      }
      if (new ProcessBuilder("npm", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          != 0) {
        missing("npm does not work");
      }
    } catch (IOException e) {
      missing("node 20 and npm, which the vendors' clients need, are missing: " + e.getMessage());
    }
  }

  private static void missing(String what) {
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(what + " (and CI=true)");
    }
    abort(what);
  }

  private static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(folder -> !folder.isBlank())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
  }

  /** Another version of a client is another folder. */
  private static String fingerprint() throws IOException {
    try {
      byte[] json = Files.readAllBytes(SOURCES.resolve("package.json"));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
      return HexFormat.of().formatHex(digest).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Settings in the order in which they are given. */
  static Map<String, String> environment(String... namesAndValues) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return environment;
  }
}
