// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Contestants under the same load, in rounds: each in turn, then all again. Before that each must
 * answer rightly, and is warmed up.
 */
final class Comparison {
  private static final String ORIGIN = "the origin itself";
  private static final int FEW_ROUTES = 10;
  private static final int MANY_ROUTES = 10_000;

  private final Lab lab;
  private final Load load;
  private final List<Contestant> contestants;
  private final Pace pace;

  Comparison(Lab lab, List<Contestant> contestants, Pace pace) {
    this.lab = lab;
    this.load = new Load(lab);
    this.contestants = contestants;
    this.pace = pace;
  }

  /**
   * How long to measure.
   *
   * @param rounds of all contestants
   * @param seconds of each contestant in a round
   * @param warmUpSeconds of each contestant before the rounds
   */
  record Pace(int rounds, int seconds, int warmUpSeconds) {}

  Outcome run(Case what) throws IOException, InterruptedException {
    List<Entrant> entrants = new ArrayList<>();
    try {
      enter(what, entrants);
      for (Entrant entrant : entrants) {
        entrant.attempt(() -> Answer.check(lab, what, entrant.port()));
        entrant.warmUp(load, what, pace.warmUpSeconds());
      }
      for (int round = 0; round < pace.rounds(); round++) {
        for (Entrant entrant : entrants) {
          entrant.measure(load, what, pace.seconds());
        }
      }
      return new Outcome(what, load.shown(what), rows(what, entrants));
    } finally {
      entrants.forEach(Entrant::close);
    }
  }

  private void enter(Case what, List<Entrant> entrants) throws IOException, InterruptedException {
    for (Contestant contestant : contestants) {
      if (what.kind() == Case.Kind.ROUTES) {
        entrants.add(enter(what, contestant, contestant.name() + ", 10", FEW_ROUTES));
        entrants.add(enter(what, contestant, contestant.name() + ", 10,000", MANY_ROUTES));
      } else {
        entrants.add(enter(what, contestant, contestant.name(), FEW_ROUTES));
      }
    }
    if (what.kind() == Case.Kind.PLAIN) {
      int port = what == Case.UPLOAD ? lab.readerPort() : lab.originPort();
      entrants.add(new Entrant(ORIGIN, port, FEW_ROUTES, null));
    }
  }

  private Entrant enter(Case what, Contestant contestant, String name, int routes)
      throws InterruptedException {
    try {
      int secure = what.kind() == Case.Kind.SECURE ? Program.freePort() : 0;
      Contestant.Setup setup = new Contestant.Setup(Program.freePort(), secure, lab.hops(routes));
      Program program = contestant.start(lab, setup);
      return await(program, new Entrant(name, setup.port(), routes, program));
    } catch (IOException e) {
      return Entrant.failed(name, String.valueOf(e.getMessage()));
    }
  }

  private static Entrant await(Program program, Entrant entrant) throws InterruptedException {
    entrant.attempt(() -> program.awaitPort(entrant.port()));
    return entrant;
  }

  private static List<Row> rows(Case what, List<Entrant> entrants) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < entrants.size(); i++) {
      Entrant before = i % 2 == 0 ? null : entrants.get(i - 1);
      rows.add(entrants.get(i).row(what.kind() == Case.Kind.ROUTES ? before : nginx(entrants)));
    }
    return rows;
  }

  private static @Nullable Entrant nginx(List<Entrant> entrants) {
    return entrants.stream()
        .filter(entrant -> entrant.name().equals("nginx"))
        .findFirst()
        .orElse(null);
  }
}
