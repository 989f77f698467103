// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.emulator.EmulatedPlatform;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.vendors.Vendor;
import dev.paastis.schedule.Pause;
import dev.paastis.schedule.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether scheduled pauses are decided as a clock on the wall would, and how fast. */
@Command(
    name = "policies",
    mixinStandardHelpOptions = true,
    description = {
      "Scheduled pauses of rule sets made by chance, in every zone, against a clock walked minute"
          + " by",
      "minute; what it costs to know when 100,000 apps are due; and a night of all apps of an",
      "emulated account. Bars: every minute decided as by the clock; next transition within 5 us on",
      "average; at most 1 % of a core at rest; 10,000 apps due at once handed out within 1 s; a night",
      "and a morning within 5 % of what the account's rate allows, nothing refused as too many, 95 %",
      "of the apps ready at the hour."
    })
final class PoliciesBench implements Callable<Integer> {
  private static final double BAR_NANOS = 5_000;

  /** How far no change is promised where none is known. */
  private static final Duration FORESEEN = Duration.ofDays(390);

  private static final long SEED = 20_261_120;

  @Option(names = "--sets", defaultValue = "1000", description = "Rule sets (1000).")
  private int sets = 1000;

  @Option(names = "--years", defaultValue = "10", description = "Years from 2026 on (10).")
  private int years = 10;

  @Option(
      names = "--apps",
      defaultValue = "2000",
      description = "Apps of the emulated account, about half of which run (2000).")
  private int apps = 2000;

  @Option(
      names = "--faster",
      defaultValue = "100",
      description = "How much faster its time goes (100).")
  private int faster = 100;

  @Option(
      names = "--only",
      description = "One part: ${COMPLETION-CANDIDATES}; all of them when missing.")
  private @Nullable Part only;

  /** What can be measured by itself. */
  enum Part {
    decisions,
    bookkeeping,
    night
  }

  private final LongAdder minutes = new LongAdder();
  private final LongAdder transitions = new LongAdder();
  private final LongAdder different = new LongAdder();

  @Override
  public Integer call() throws InterruptedException {
    boolean met = !wanted(Part.decisions) || calendars();
    met &= !wanted(Part.bookkeeping) || new BookkeepingBench().run();
    met &= !wanted(Part.night) || night();
    return met ? 0 : 1;
  }

  private boolean wanted(Part part) {
    return only == null || only == part;
  }

  private boolean calendars() {
    LocalDate from = LocalDate.of(2026, 1, 1);
    LocalDate until = from.plusYears(years);
    Random random = new Random(SEED);
    List<RuleSet> rules =
        IntStream.range(0, sets).mapToObj(_ -> RuleSet.of(random, from, until)).toList();
    boolean equal = decisions(rules, from, until);
    boolean fast = transitions(rules, from, until);
    return equal && fast;
  }

  private boolean night() throws InterruptedException {
    ScaledTime time = new ScaledTime(faster);
    EmulatorSettings settings =
        new EmulatorSettings(0, apps, "bench-token", time, EmulatorSettings.Pace.AT_ONCE);
    try (EmulatedPlatform platform = Vendor.SCALINGO.start(settings)) {
      return new NightBench(platform, time).run();
    }
  }

  private boolean decisions(List<RuleSet> rules, LocalDate from, LocalDate until) {
    Map<List<Object>, List<ZoneId>> zones = zonesByClock(from, until);
    int ids = zones.values().stream().mapToInt(List::size).sum();
    System.out.printf(
        "decisions   %d rule sets (%d windows), %s to %s, %d zones, of which %d differ in these"
            + " years%n",
        rules.size(),
        rules.stream().mapToInt(s -> s.rules().size()).sum(),
        from,
        until,
        ids,
        zones.size());
    for (List<ZoneId> same : zones.values()) {
      WallClock clock = new WallClock(same.getFirst(), from, until);
      // Zones whose clocks never differ share a reference; each of them takes its turn as a zone.
      IntStream.range(0, rules.size())
          .parallel()
          .forEach(i -> compare(rules.get(i), same.get(i % same.size()), clock, from));
    }
    System.out.printf(
        "            %,d minutes compared, %,d transitions, %,d minutes decided differently%n",
        minutes.sum(), transitions.sum(), different.sum());
    System.out.printf(
        "            (each rule set on each of the %d clocks; the zones of one clock take turns)%n",
        zones.size());
    return told("every minute as by the clock on the wall", different.sum() == 0);
  }

  private static Map<List<Object>, List<ZoneId>> zonesByClock(LocalDate from, LocalDate until) {
    Instant first = from.minusDays(30).atStartOfDay().toInstant(ZoneOffset.UTC);
    Instant last = until.plusDays(30).atStartOfDay().toInstant(ZoneOffset.UTC);
    Map<List<Object>, List<ZoneId>> zones = new LinkedHashMap<>();
    for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneId zone = ZoneId.of(id);
      zones.computeIfAbsent(clock(zone.getRules(), first, last), _ -> new ArrayList<>()).add(zone);
    }
    return zones;
  }

  private static List<Object> clock(ZoneRules rules, Instant from, Instant until) {
    List<Object> clock = new ArrayList<>(List.of(rules.getOffset(from)));
    ZoneOffsetTransition next = rules.nextTransition(from);
    while (next != null && next.getInstant().isBefore(until)) {
      clock.add(next);
      next = rules.nextTransition(next.getInstant());
    }
    return clock;
  }

  private void compare(RuleSet set, ZoneId zone, WallClock clock, LocalDate from) {
    BitSet decided = decided(set.in(zone), from, clock.minutes());
    decided.xor(clock.paused(set));
    minutes.add(clock.minutes());
    if (!decided.isEmpty()) {
      different.add(decided.cardinality());
      System.out.printf("different   %s in %s from minute %d%n", set, zone, decided.nextSetBit(0));
    }
  }

  /** What the product decides for each minute, asked at each of its own transitions. */
  private BitSet decided(Pauses pauses, LocalDate from, int minutes) {
    BitSet paused = new BitSet(minutes);
    Instant start = from.atStartOfDay().toInstant(ZoneOffset.UTC);
    Instant end = start.plusSeconds(60L * minutes);
    Instant time = start;
    while (time.isBefore(end)) {
      Instant next = pauses.nextChange(time);
      Optional<Pause> pause = pauses.pauseAt(time);
      if (pause.isPresent()) {
        require(pause.get().until().equals(next), "a pause ends at the next change");
      }
      next = next.equals(Instant.MAX) ? time.plus(FORESEEN) : next;
      if (pause.isPresent()) {
        paused.set(minute(start, time, minutes), minute(start, next, minutes));
      }
      transitions.increment();
      time = next;
    }
    return paused;
  }

  private static int minute(Instant start, Instant at, int most) {
    long seconds = Math.min(at.getEpochSecond() - start.getEpochSecond(), 60L * most);
    require(seconds % 60 == 0, "changes are at whole minutes");
    return (int) (seconds / 60);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("not so: " + what);
    }
  }

  /**
   * Each rule set is walked from transition to transition, what it computes on the way included.
   */
  private static boolean transitions(List<RuleSet> rules, LocalDate from, LocalDate until) {
    walk(rules.subList(0, Math.min(200, rules.size())), from, until); // compiles
    Histogram nanos = walk(rules, from, until);
    System.out.printf(
        "transition  %,d next transitions: mean %,.0f ns, p50 %,d ns, p99 %,d ns, max %,d us%n",
        nanos.getTotalCount(),
        nanos.getMean(),
        nanos.getValueAtPercentile(50),
        nanos.getValueAtPercentile(99),
        nanos.getMaxValue() / 1000);
    return told("next transition within 5 us on average", nanos.getMean() <= BAR_NANOS);
  }

  private static Histogram walk(List<RuleSet> rules, LocalDate from, LocalDate until) {
    Histogram nanos = new Histogram(3);
    Instant end = until.atStartOfDay().toInstant(ZoneOffset.UTC);
    for (RuleSet set : rules) {
      Pauses pauses = set.in(ZoneId.of("Europe/Paris"));
      Instant time = from.atStartOfDay().toInstant(ZoneOffset.UTC);
      while (time.isBefore(end)) {
        long begin = System.nanoTime();
        Instant next = pauses.nextChange(time);
        nanos.recordValue(System.nanoTime() - begin);
        time = next.equals(Instant.MAX) ? time.plus(FORESEEN) : next;
      }
    }
    return nanos;
  }

  private static boolean told(String bar, boolean met) {
    System.out.printf("bar         %s: %s%n", bar, met ? "met" : "MISSED");
    return met;
  }
}
