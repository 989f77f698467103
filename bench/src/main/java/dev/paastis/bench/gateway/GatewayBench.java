// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** The gateway beside nginx, HAProxy, Caddy and a Node proxy, in one run. */
@Command(
    name = "gateway",
    mixinStandardHelpOptions = true,
    description = {
      "The gateway beside nginx, HAProxy, Caddy and a Node proxy: the same load, core and settings,",
      "in rounds. Every case says its bar; the figures also go to target/bench/gateway.json."
    })
public final class GatewayBench implements Callable<Integer> {
  /** Without these nothing can be measured. */
  private static final Map<String, String> NEEDED =
      Map.of(
          "wrk",
          "wrk",
          "h2load",
          "nghttp2-client",
          "nginx",
          "nginx",
          "taskset",
          "util-linux",
          "openssl",
          "openssl",
          "curl",
          "curl");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "CASE",
      description =
          "These cases: small, large, upload, tls, tls-new, http2, routes, sockets (all).")
  private List<String> only = List.of();

  @Option(
      names = "--contestants",
      split = ",",
      paramLabel = "NAME",
      description = "These contestants: paastis, nginx, haproxy, caddy, node (all).")
  private List<String> names = List.of();

  @Option(names = "--rounds", defaultValue = "5", description = "Rounds (5).")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      defaultValue = "4",
      description = "Seconds of each contestant in a round (4).")
  private int seconds = 4;

  @Option(
      names = "--warm-up",
      defaultValue = "8",
      description = "Seconds of each contestant before the rounds (8).")
  private int warmUp = 8;

  /** Made by the command line. */
  public GatewayBench() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Case> cases = cases();
    requireTools();
    List<Contestant> contestants = present();
    Machine machine = Machine.read();
    Map<String, String> versions = versions(contestants);
    System.out.println(machine);
    versions.forEach((name, version) -> System.out.printf("%-8s %s%n", name, version));
    List<Outcome> outcomes = new ArrayList<>();
    try (Lab lab = Lab.open()) {
      System.out.println(lab.cores());
      Comparison comparison =
          new Comparison(lab, contestants, new Comparison.Pace(rounds, seconds, warmUp));
      for (Case what : cases) {
        Outcome outcome =
            what.kind() == Case.Kind.SOCKETS
                ? new IdleSockets(lab, sockets(machine)).run(contestants)
                : comparison.run(what);
        outcome.print(System.out);
        outcomes.add(outcome);
      }
    }
    write(new Report(machine, versions, rounds, seconds, warmUp, outcomes));
    return outcomes.stream().allMatch(Outcome::met) ? 0 : 1;
  }

  /** What is written down. */
  record Report(
      Machine machine,
      Map<String, String> versions,
      int rounds,
      int seconds,
      int warmUpSeconds,
      List<Outcome> cases) {}

  private List<Case> cases() {
    try {
      return only.isEmpty() ? List.of(Case.values()) : only.stream().map(Case::named).toList();
    } catch (IllegalArgumentException e) {
      throw wrongOption(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrongOption(String why) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
  }

  private static void requireTools() {
    for (Map.Entry<String, String> tool : NEEDED.entrySet()) {
      if (!Tool.exists(tool.getKey())) {
        throw new IllegalStateException(
            "%s is missing; install it: sudo apt-get install %s"
                .formatted(tool.getKey(), tool.getValue()));
      }
    }
  }

  private List<Contestant> present() {
    List<Contestant> all = Contestant.all();
    for (String name : names) {
      if (all.stream().noneMatch(each -> each.name().equals(name))) {
        throw wrongOption(
            "no contestant '%s'; there are: %s"
                .formatted(name, Arrays.toString(all.stream().map(Contestant::name).toArray())));
      }
    }
    List<Contestant> present = new ArrayList<>();
    for (Contestant each : all) {
      if (names.isEmpty() || names.contains(each.name())) {
        if (Tool.exists(each.program())) {
          present.add(each);
        } else {
          System.out.printf(
              "%s is missing and left out; install it: sudo apt-get install %s%n",
              each.program(), each.program().equals("node") ? "nodejs" : each.program());
        }
      }
    }
    return present;
  }

  private static Map<String, String> versions(List<Contestant> contestants)
      throws IOException, InterruptedException {
    Map<String, String> versions = new LinkedHashMap<>();
    for (Contestant each : contestants) {
      versions.put(each.name(), each.version());
    }
    versions.put("h2load", Tool.firstLine("h2load", "--version"));
    return versions;
  }

  /** As many as a proxy may have open, which needs two files for each. */
  private static int sockets(Machine machine) {
    return Math.min(10_000, machine.files() / 2 - 100);
  }

  private static void write(Report report) throws IOException {
    Path folder = Path.of(System.getProperty("paastis.root", "."), "target", "bench");
    Files.createDirectories(folder);
    Path file = folder.resolve("gateway.json");
    JsonMapper json = JsonMapper.builder().build();
    Files.writeString(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(report));
    System.out.println();
    System.out.println("written to " + file);
  }
}
