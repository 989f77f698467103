// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wakes;

import dev.paastis.app.SpaceId;
import dev.paastis.gateway.route.IgnoreRules;
import dev.paastis.gateway.route.IgnoreRules.Answer;
import dev.paastis.gateway.route.IgnoreRules.Rule;
import dev.paastis.policy.NamePattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ignore rules that would have avoided wakes by machines: by programs that people do not
 * browse with, that came often, and whom hardly ever anybody followed. A rule knows the program by
 * its name, and only the few paths and the one app at which it was seen; so it fits no browser.
 * Safe for use by many threads; may block.
 */
public final class Proposals {
  /** Fewer wakes may be chance. */
  private static final int LEAST_WAKES = 5;

  /** Of those wakes that have ended, so many must have been alone: a judgement. */
  private static final double MOSTLY = 0.9;

  /** A program seen at more paths looks at everything. */
  private static final int MOST_PATHS = 5;

  private static final Pattern CONTENT_WITH_WORD =
      Pattern.compile("monitor|uptime|ping|health|probe|check|status");

  private final WakeCauses causes;
  private final IgnoreDesk desk;

  /** Proposes by those wakes what that desk does not have yet. */
  public Proposals(WakeCauses causes, IgnoreDesk desk) {
    this.causes = causes;
    this.desk = desk;
  }

  /**
   * A proposal.
   *
   * @param id the same as long as the same rule is proposed
   * @param rule the rule
   * @param why for people
   * @param tally the wakes that it would have avoided
   */
  public record Proposal(String id, Rule rule, String why, Tally tally) {}

  /** The proposals by the wakes of the last days, those that would have saved most first. */
  public List<Proposal> of(SpaceId space, int days) {
    IgnoreRules inForce = desk.inForce();
    Map<String, List<Visit>> byProduct = new LinkedHashMap<>();
    for (Visit visit : causes.visits(space, days)) {
      if (!visit.agent().browser() && !isIgnored(inForce, visit)) {
        String product = visit.agent().needle();
        byProduct.computeIfAbsent(product, _ -> new ArrayList<>()).add(visit);
      }
    }
    return byProduct.values().stream()
        .filter(Proposals::looksLikeAMachine)
        .map(visits -> proposal(visits, name -> desk.find(name).isPresent()))
        .sorted(Comparator.comparing(Proposal::tally))
        .toList();
  }

  /** The proposal of that id, as long as there is reason for it. */
  public Optional<Proposal> find(SpaceId space, int days, String id) {
    return of(space, days).stream().filter(proposal -> proposal.id().equals(id)).findFirst();
  }

  private static boolean isIgnored(IgnoreRules rules, Visit visit) {
    @Nullable Rule by = rules.match(visit.agentText(), visit.path(), visit.address(), visit.app());
    return by != null;
  }

  private static boolean looksLikeAMachine(List<Visit> visits) {
    long ended = visits.stream().filter(visit -> visit.end() != null).count();
    long alone = visits.stream().filter(Visit::alone).count();
    return ended >= LEAST_WAKES && alone >= MOSTLY * ended;
  }

  private static Proposal proposal(List<Visit> visits, Predicate<String> taken) {
    Tally tally = Tally.of(visits);
    Agent agent = visits.getFirst().agent();
    TreeSet<String> seen = new TreeSet<>();
    visits.forEach(visit -> seen.add(visit.path()));
    List<String> paths = seen.size() <= MOST_PATHS ? List.copyOf(seen) : List.of();
    @Nullable NamePattern apps =
        tally.apps().size() == 1 ? NamePattern.of(tally.apps().getFirst()) : null;
    List<String> agents = List.of(agent.needle());
    String name = free(slug(agent.needle()), taken);
    Rule rule = new Rule(name, agents, paths, List.of(), List.of(), apps, answer(agent));
    return new Proposal(id(rule), rule, why(agent, tally), tally);
  }

  private static String why(Agent agent, Tally tally) {
    return "%s woke %s %d times, and nobody followed %d of them"
        .formatted(
            agent.product(),
            tally.apps().size() == 1 ? tally.apps().getFirst() : tally.apps().size() + " apps",
            tally.wakes(),
            tally.alone());
  }

  /** A monitor must not raise an alarm because an app sleeps. */
  private static Answer answer(Agent agent) {
    return CONTENT_WITH_WORD.matcher(agent.needle()).find() ? Answer.ASLEEP : Answer.LATER;
  }

  private static String slug(String product) {
    String slug = product.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String trimmed = slug.replaceAll("^-+|-+$", "");
    String bounded = trimmed.substring(0, Math.min(50, trimmed.length()));
    return bounded.isEmpty() ? "machine" : bounded.replaceAll("-+$", "");
  }

  private static String free(String name, Predicate<String> taken) {
    String free = name;
    for (int i = 2; taken.test(free); i++) {
      free = name + "-" + i;
    }
    return free;
  }

  private static String id(Rule rule) {
    String said = rule.agents() + " " + rule.paths() + " " + rule.apps();
    return UUID.nameUUIDFromBytes(said.getBytes(StandardCharsets.UTF_8)).toString().substring(0, 8);
  }
}
