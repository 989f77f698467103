// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import dev.paastis.checks.app.TestApp;
import dev.paastis.checks.repository.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the {@code paastis.yml} of a test: the only place that knows its shape. */
public final class AppFile {
  private final List<String> apps = new ArrayList<>();
  private String idleTimeout = "2m";
  private String wakeTimeout = "20s";
  private String holdTime = "60s";
  private int holdPerApp = 1000;
  private String gateway = "";
  private String nearby = "[]";
  private String sections = "";
  private String tls = "{}";

  /** A file without apps, whose apps sleep only when they are told to. */
  public static AppFile create() {
    return new AppFile();
  }

  /** Time without activity before sleep. */
  public AppFile idle(String duration) {
    idleTimeout = duration;
    return this;
  }

  /** Longest wake. */
  public AppFile wake(String duration) {
    wakeTimeout = duration;
    return this;
  }

  /** How many requests may be held per app. */
  public AppFile holdAtMost(int requests) {
    holdPerApp = requests;
    return this;
  }

  /** Lets apps of accounts that people add be on this machine, as those of emulators are. */
  public AppFile nearby() {
    nearby = "[127.0.0.0/8, '::1']";
    return this;
  }

  /** Adds a {@link TestApp} of that name; its process has the name as an argument. */
  public AppFile app(String name, Map<String, String> temper) {
    apps.add(
        """
              %s:
                command: [%s]
                folder: .
                environment: {%s}
                readiness: /healthz
                stop-grace: 8s
                hosts: [%s.example.test]
        """
            .formatted(name, command(name), environment(temper), name));
    return this;
  }

  /** What stands under {@code gateway.tls}. */
  public AppFile tls(String yaml) {
    tls = yaml;
    return this;
  }

  /** Adds keys to the gateway's section as they stand, each on a line. */
  public AppFile gateway(String yaml) {
    gateway = yaml.indent(2);
    return this;
  }

  /** Adds top-level sections as they stand. */
  public AppFile sections(String yaml) {
    sections = yaml;
    return this;
  }

  /** The whole file; without sections, what is added to it goes on with its list of accounts. */
  public String text() {
    return """
    space: test
    idle-timeout: %s
    wake-timeout: %s
    gateway:
      domain: localhost
      private-upstreams: %s
      hold: {per-app: %d, time: %s}
      tls: %s
    %saccounts:
      - name: here
        provider: local
        apps:
    """
            .formatted(idleTimeout, wakeTimeout, nearby, holdPerApp, holdTime, tls, gateway)
        + String.join("", apps)
        + sections;
  }

  /**
   * The class path has nothing but this test's own classes: it starts in a fraction of a second.
   */
  private static String command(String name) {
    List<String> words =
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-cp",
            Repository.root().resolve("checks/target/test-classes").toString(),
            TestApp.class.getName(),
            name);
    return String.join(", ", words.stream().map(word -> '"' + word + '"').toList());
  }

  private static String environment(Map<String, String> temper) {
    List<String> pairs = new ArrayList<>();
    new TreeMap<>(temper).forEach((key, value) -> pairs.add(key + ": \"" + value + "\""));
    return String.join(", ", pairs);
  }
}
