// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One run of wrk or h2load, and what it said. */
final class Load {
  private static final Pattern WRK_TOTAL = Pattern.compile("(\\d+) requests in ");
  private static final Pattern WRK_RATE = Pattern.compile("Requests/sec: +([\\d.]+)");
  private static final Pattern WRK_P99 = Pattern.compile(" 99% +([\\d.]+)(us|ms|s)");
  private static final Pattern WRK_SOCKETS =
      Pattern.compile("connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
  private static final Pattern WRK_STATUS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Pattern H2_RATE = Pattern.compile("finished in .*?, ([\\d.]+) req/s");
  private static final Pattern H2_TOTAL =
      Pattern.compile("(\\d+) succeeded, (\\d+) failed, (\\d+) errored, (\\d+) timeout");
  private static final Pattern H2_STATUS = Pattern.compile("(\\d+) 2xx, ");

  private final Lab lab;

  Load(Lab lab) {
    this.lab = lab;
  }

  /**
   * What one run gave.
   *
   * @param requests answered in all
   * @param errors answers that were none, of another status than 2xx, or too late
   */
  record Run(double perSecond, double p99Micros, long requests, long errors) {}

  /** Sends what the case says to a port for so many seconds. */
  Run run(Case what, int port, int routes, int seconds) throws IOException, InterruptedException {
    return what == Case.HTTP2 ? h2load(port, seconds) : wrk(what, port, routes, seconds);
  }

  /** The command, for whoever wants to repeat it; its scripts are among our resources. */
  String shown(Case what) {
    int port = what.kind() == Case.Kind.SECURE ? 8443 : 8080;
    List<String> command =
        what == Case.HTTP2
            ? h2loadCommand(port, 4, Path.of("requests.log"))
            : wrkCommand(what, port, 10_000, 4);
    return String.join(" ", command).replace(lab.folder() + "/", "");
  }

  private List<String> pinned(String... words) {
    List<String> command = new ArrayList<>(List.of("taskset", "-c", lab.cores().load()));
    command.addAll(List.of(words));
    return command;
  }

  private List<String> wrkCommand(Case what, int port, int routes, int seconds) {
    boolean secure = what.kind() == Case.Kind.SECURE;
    String url = (secure ? "https://localhost:" : "http://127.0.0.1:") + port + what.path();
    List<String> command =
        pinned("wrk", "-t1", what == Case.UPLOAD ? "-c16" : "-c64", "-d" + seconds + "s");
    command.addAll(List.of("--latency", "-H", "Host: " + what.host()));
    if (what == Case.TLS_NEW) {
      command.addAll(List.of("-H", "Connection: close"));
    }
    if (what == Case.UPLOAD) {
      command.addAll(List.of("-s", script("upload.lua")));
    }
    if (what == Case.ROUTES) {
      command.addAll(List.of("-s", script("routes.lua")));
    }
    command.add(url);
    if (what == Case.ROUTES) {
      command.addAll(List.of("--", String.valueOf(routes)));
    }
    return command;
  }

  private String script(String name) {
    return lab.folder().resolve(name).toString();
  }

  private Run wrk(Case what, int port, int routes, int seconds)
      throws IOException, InterruptedException {
    String said = Tool.run(wrkCommand(what, port, routes, seconds));
    double p99 = number(WRK_P99, said);
    String unit = group(WRK_P99, said, 2);
    double micros = p99 * (unit.equals("s") ? 1e6 : unit.equals("ms") ? 1e3 : 1);
    long errors = sum(WRK_SOCKETS, said) + sum(WRK_STATUS, said);
    return new Run(number(WRK_RATE, said), micros, sum(WRK_TOTAL, said), errors);
  }

  private List<String> h2loadCommand(int port, int seconds, Path log) {
    List<String> command = pinned("h2load", "-c1", "-m100", "-t1", "-D" + seconds);
    command.addAll(List.of("--connect-to=127.0.0.1:" + port, "--log-file=" + log));
    command.add("https://" + Lab.HOST + "/");
    return command;
  }

  private Run h2load(int port, int seconds) throws IOException, InterruptedException {
    Path log = Files.createTempFile(lab.folder(), "h2load", ".log");
    Files.delete(log); // it makes it, and adds to one that is there
    String said = Tool.run(h2loadCommand(port, seconds, log));
    Matcher total = found(H2_TOTAL, said);
    long succeeded = Long.parseLong(total.group(1));
    long failed = Long.parseLong(total.group(2)) + Long.parseLong(total.group(4));
    long wrong = succeeded - sum(H2_STATUS, said);
    double p99 = succeeded == 0 ? 0 : p99(log);
    return new Run(number(H2_RATE, said), p99, succeeded, failed + Math.max(0, wrong));
  }

  private static double p99(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      long[] micros =
          lines
              .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf('\t') + 1).strip()))
              .sorted()
              .toArray();
      return micros[(int) Math.min(micros.length - 1L, micros.length * 99L / 100)];
    } finally {
      Files.delete(log);
    }
  }

  private static double number(Pattern pattern, String said) throws IOException {
    return Double.parseDouble(group(pattern, said, 1));
  }

  private static String group(Pattern pattern, String said, int group) throws IOException {
    return found(pattern, said).group(group);
  }

  private static Matcher found(Pattern pattern, String said) throws IOException {
    Matcher matcher = pattern.matcher(said);
    if (!matcher.find()) {
      throw new IOException("'%s' is not in what was said: %s".formatted(pattern, said.strip()));
    }
    return matcher;
  }

  private static long sum(Pattern pattern, String said) {
    Matcher matcher = pattern.matcher(said);
    long sum = 0;
    if (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        sum += Long.parseLong(matcher.group(group));
      }
    }
    return sum;
  }
}
