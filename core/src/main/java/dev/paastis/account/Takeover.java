// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.app.Account;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes found apps over, one confirmed choice each. Until then Paastis leaves an app alone, however
 * long it has known it. Safe for use by many threads.
 */
public final class Takeover {
  private static final Duration LEAST_WAKE_TIMEOUT = Duration.ofMinutes(5);

  private final FoundApps found;
  private final TakenApps taken;
  private final AppDirectory directory;

  /** Takes over what was found. */
  public Takeover(FoundApps found, TakenApps taken, AppDirectory directory) {
    this.found = found;
    this.taken = taken;
    this.directory = directory;
  }

  /**
   * An app and how it could be taken over.
   *
   * @param app what was found
   * @param proposal what we would do; for an app taken over, what was proposed
   */
  public record Candidate(FoundApp app, Proposal proposal) {}

  /**
   * A confirmed choice; what it does not say is as proposed.
   *
   * @param ref the platform's identifier
   * @param name another name
   * @param production whether it is production
   * @param idleTimeout time without activity before sleep
   */
  public record Choice(
      String ref,
      @Nullable String name,
      @Nullable Boolean production,
      @Nullable Duration idleTimeout) {}

  /** What became of the choices: nothing when one of them is wrong, each with what to write. */
  public record Result(int taken, List<String> problems) {}

  /** All that was found on an account and is listed there, with proposals. */
  public List<Candidate> candidates(Account account) {
    Set<String> names = namesOfOthers(account);
    List<Candidate> candidates = new ArrayList<>();
    for (FoundApp app : found.on(account)) {
      FoundApp.Taken as = app.taken();
      Proposal proposal = Proposal.of(app, account.name(), names::contains);
      names.add(as == null ? proposal.name() : as.name());
      candidates.add(new Candidate(app, proposal));
    }
    return candidates;
  }

  /** Takes the chosen apps over; all or none. */
  public Result take(
      Account account, boolean production, List<Choice> choices, AppSettings defaults) {
    Map<String, Candidate> candidates = new HashMap<>();
    candidates(account).forEach(candidate -> candidates.put(candidate.app().ref(), candidate));
    List<String> problems = new ArrayList<>();
    Map<String, FoundApp.Taken> chosen = new HashMap<>();
    for (Choice choice : choices) {
      Candidate candidate = candidates.get(choice.ref());
      if (candidate == null) {
        problems.add("'" + choice.ref() + "' was not found on account '" + account.name() + "'");
      } else if (makesSense(choice, problems)) {
        chosen.put(choice.ref(), as(choice, candidate.proposal(), defaults));
      }
    }
    return problems.isEmpty()
        ? keep(account, production, chosen)
        : new Result(0, List.copyOf(problems));
  }

  /** Lets go of an app, which stays as it is at its platform; false when there is none. */
  public boolean release(Account account, boolean production, String ref) {
    boolean released = found.take(account, ref, null);
    if (released) {
      taken.declare(account, production);
    }
    return released;
  }

  /** Takes back that an app was taken over as production; false when it was not. */
  public boolean unmark(Account account, boolean production, String ref) {
    boolean unmarked =
        found.on(account).stream()
            .filter(app -> app.ref().equals(ref))
            .map(FoundApp::taken)
            .filter(as -> as != null && as.production())
            .anyMatch(as ->
                found.take(account, ref, new FoundApp.Taken(as.name(), as.settings(), false)));
    if (unmarked) {
      taken.declare(account, production);
    }
    return unmarked;
  }

  /** Takes over what the file names; true when anything was. */
  boolean takeByRule(Account account, ImportRule rule) {
    boolean any = false;
    for (Candidate candidate : candidates(account)) {
      FoundApp app = candidate.app();
      if (app.taken() == null && app.goneAt() == null && rule.names().test(app.name())) {
        Proposal proposal = candidate.proposal();
        AppSettings settings = onPlatform(rule.settings().apply(proposal.name()));
        any |=
            found.take(
                account,
                app.ref(),
                new FoundApp.Taken(proposal.name(), settings, proposal.production()));
      }
    }
    return any;
  }

  private Result keep(Account account, boolean production, Map<String, FoundApp.Taken> chosen) {
    try {
      chosen.forEach((ref, as) -> found.take(account, ref, as));
    } catch (IllegalArgumentException e) {
      return new Result(0, List.of(String.valueOf(e.getMessage())));
    } finally {
      taken.declare(account, production);
    }
    return new Result(chosen.size(), List.of());
  }

  private static boolean makesSense(Choice choice, List<String> problems) {
    int before = problems.size();
    String name = choice.name();
    if (name != null && !name.equals(Proposal.label(name))) {
      problems.add(
          "'%s' is not a host label; write for example %s".formatted(name, Proposal.label(name)));
    }
    Duration idle = choice.idleTimeout();
    if (idle != null && !idle.isPositive()) {
      problems.add("the idle timeout of '" + choice.ref() + "' must be longer than nothing");
    }
    return problems.size() == before;
  }

  private static FoundApp.Taken as(Choice choice, Proposal proposal, AppSettings defaults) {
    Duration idle = choice.idleTimeout();
    Boolean production = choice.production();
    String name = choice.name();
    return new FoundApp.Taken(
        name == null ? proposal.name() : name,
        new AppSettings(
            idle == null ? proposal.idleTimeout() : idle,
            onPlatform(defaults).wakeTimeout(),
            defaults.wakesPerHour()),
        production == null ? proposal.production() : production);
  }

  /** A platform may deploy before it starts: what suffices for a process does not for that. */
  private static AppSettings onPlatform(AppSettings settings) {
    return settings.wakeTimeout().compareTo(LEAST_WAKE_TIMEOUT) >= 0
        ? settings
        : new AppSettings(settings.idleTimeout(), LEAST_WAKE_TIMEOUT, settings.wakesPerHour());
  }

  private Set<String> namesOfOthers(Account account) {
    Set<String> names = new HashSet<>();
    directory.all().stream()
        .filter(app -> app.app().space().equals(account.space()))
        .filter(app -> !app.app().account().id().equals(account.id()))
        .forEach(app -> names.add(app.app().name()));
    return names;
  }
}
