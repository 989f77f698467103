// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A contestant that runs, set up for one case, with what its rounds gave so far. */
final class Entrant implements AutoCloseable {
  private final String name;
  private final int port;
  private final int routes;
  private final @Nullable Program program;
  private final List<Double> perSecond = new ArrayList<>();
  private final List<Double> p99Micros = new ArrayList<>();
  private final List<Double> cpuMicros = new ArrayList<>();
  private long errors;
  private @Nullable String failure;

  Entrant(String name, int port, int routes, @Nullable Program program) {
    this.name = name;
    this.port = port;
    this.routes = routes;
    this.program = program;
  }

  /** One that could not be set up. */
  static Entrant failed(String name, String why) {
    Entrant entrant = new Entrant(name, 0, 0, null);
    entrant.failure = why;
    return entrant;
  }

  String name() {
    return name;
  }

  /** Runs a step; one that fails is told, and takes no further part. */
  void attempt(Step step) throws InterruptedException {
    if (failure != null) {
      return;
    }
    try {
      step.run();
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
    }
  }

  /** What may fail because of the contestant. */
  interface Step {
    void run() throws IOException, InterruptedException;
  }

  int port() {
    return port;
  }

  void warmUp(Load load, Case what, int seconds) throws InterruptedException {
    attempt(() -> load.run(what, port, routes, seconds));
  }

  void measure(Load load, Case what, int seconds) throws InterruptedException {
    attempt(() -> measureOnce(load, what, seconds));
  }

  private void measureOnce(Load load, Case what, int seconds)
      throws IOException, InterruptedException {
    long before = program == null ? 0 : program.cpu().toMillis();
    Load.Run run = load.run(what, port, routes, seconds);
    if (run.requests() == 0) {
      throw new IOException("no request was answered in " + seconds + " s");
    }
    long used = program == null ? 0 : program.cpu().toMillis() - before;
    perSecond.add(run.perSecond());
    p99Micros.add(run.p99Micros());
    cpuMicros.add(used * 1000.0 / run.requests());
    errors += run.errors();
  }

  /** Its row, with ratios to the reference when there is one. */
  Row row(@Nullable Entrant reference) throws IOException {
    if (failure != null) {
      return Row.failed(name, failure);
    }
    Spread rate = Spread.of(perSecond);
    Spread p99 = Spread.of(p99Micros);
    @Nullable Entrant other = reference == this ? null : reference;
    return new Row(
        name,
        rate,
        other == null ? 0 : rate.over(Spread.of(other.perSecond)),
        p99,
        other == null ? 0 : p99.over(Spread.of(other.p99Micros)),
        Spread.of(cpuMicros),
        program == null ? 0 : program.residentKib(),
        errors,
        null);
  }

  @Override
  public void close() {
    if (program != null) {
      program.close();
    }
  }
}
