// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import dev.paastis.server.wiring.RunningServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The texts of the demo: its configuration and what it tells to try. */
final class DemoFile {
  private static final Pattern JAVA = Pattern.compile("\\$\\{java:(\\w+)}");

  /**
   * Small processes that start fast: the samples do little, and what they load is archived at the
   * end of their first run.
   */
  private static final List<String> FLAGS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xmx48m",
          "-Xlog:disable", // what the archive says of itself is not the output of the app
          "-Xshare:auto",
          "-XX:+AutoCreateSharedArchive");

  private DemoFile() {}

  /** The configuration with the samples' commands filled in; their archives go to the home. */
  static String text(String idle, Path home, String accounts) throws IOException {
    try (InputStream in = DemoFile.class.getResourceAsStream("/demo/paastis.yml")) {
      if (in == null) {
        throw new StartException("the demo's configuration is missing from the class path");
      }
      String template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String text = template.replace("${idle}", idle).replace("${accounts}", accounts);
      String samples = samples();
      return JAVA.matcher(text)
          .replaceAll(found -> Matcher.quoteReplacement(command(samples, found.group(1), home)));
    }
  }

  static String welcome(RunningServer server, String link, String idle, int platforms) {
    String at = ":" + server.gatewayPort() + "/";
    return """

    %s and fall asleep after %s without a request.

      Console  %s  (signs in once)

      In a browser
        http://slow.localhost%s    takes 6 s to start: shows the waiting page, then itself
        http://shop.localhost%s    needs shop-api: both wake, in order
        http://chat.localhost%s    stays awake while its WebSocket talks
    %s
      In a terminal
        curl http://hello.localhost%s    wakes it and is answered; ask again: it is awake
        ./paastis apps                         what sleeps, what is awake, what sleeps next
        ./paastis events --follow              who woke whom, and why

    Ctrl-C puts them all to sleep and ends the demo.
    """
        .formatted(fleet(platforms), idle, link, at, at, at, secure(server), at);
  }

  private static String secure(RunningServer server) {
    return server.tlsPort() == 0
        ? ""
        : "    https://hello.localhost:%d/   by an authority of this machine (docs/tls.md)\n"
            .formatted(server.tlsPort());
  }

  private static String fleet(int platforms) {
    return platforms == 0
        ? "Five real applications run behind the gateway"
        : "Five real applications and about forty more on "
            + platforms
            + " emulated platforms\nrun behind the gateway";
  }

  private static String command(String samples, String main, Path home) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> words =
        List.of(
                List.of(java.toString()),
                FLAGS,
                List.of("-XX:SharedArchiveFile=" + home.resolve(main + ".jsa")),
                List.of("-cp", samples, "dev.paastis.samples." + main))
            .stream()
            .flatMap(List::stream)
            .toList();
    return words.stream().map(DemoFile::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String samples() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(DemoFile::holdsSamples)
        .findFirst()
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .orElseThrow(() ->
            new StartException(
                "the sample applications are not on the class path; start with ./paastis"));
  }

  private static boolean holdsSamples(String entry) {
    return entry.contains("samples");
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "''") + "'";
  }
}
