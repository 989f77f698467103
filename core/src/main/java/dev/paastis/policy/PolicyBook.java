// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.policy.Policy.Stale;
import dev.paastis.schedule.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules and windows in force, and what they make of each app. They can be replaced as a whole
 * at any time. Safe for use by many threads; asking costs a look-up once an app is known.
 */
public final class PolicyBook {
  /** Time after a deploy or a start by hand where nothing else is said. */
  public static final Duration DEFAULT_GRACE = Duration.ofHours(1);

  /** Wakes by requests in a day where nothing else is said. */
  public static final int DEFAULT_WAKES_PER_DAY = 2_000;

  private static final String DEFAULT = "default";

  private volatile Edition edition;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** A book of those rules. */
  public PolicyBook(Rules rules) {
    this.edition = new Edition(rules);
  }

  /** A book without rules. */
  public static PolicyBook empty() {
    return new PolicyBook(Rules.NONE);
  }

  /**
   * Rules and windows that belong together.
   *
   * @param rules in their order
   * @param windows by name
   * @param base what the file says of apps of which no rule says more
   */
  public record Rules(List<Rule> rules, Map<String, PauseWindow> windows, Terms base) {
    /** No rule and no window. */
    public static final Rules NONE = new Rules(List.of(), Map.of(), Terms.NOTHING);

    /** Copies the collections. */
    public Rules {
      rules = List.copyOf(rules);
      windows = Map.copyOf(windows);
    }
  }

  /** The rules in force. */
  public Rules rules() {
    return edition.rules;
  }

  /** Puts other rules in force, and tells the listeners. */
  public void replace(Rules rules) {
    edition = new Edition(rules);
    listeners.forEach(Runnable::run);
  }

  /** Adds a listener, called after the rules were replaced. */
  public void listen(Runnable listener) {
    listeners.add(listener);
  }

  /** What holds for the app. */
  public Policy of(App app) {
    return edition.of(app);
  }

  /** The rules that select the app, in their order. */
  public List<Rule> selecting(App app) {
    return edition.rules.rules().stream().filter(rule -> rule.selector().selects(app)).toList();
  }

  /** What some rules would make of an app, without putting them in force. */
  public static Policy trial(Rules rules, App app) {
    return new Edition(rules).resolve(app);
  }

  /** One state of the book, with what it made of the apps asked for so far. */
  private static final class Edition {
    private final Rules rules;
    private final Map<AppId, Resolved> known = new ConcurrentHashMap<>();

    Edition(Rules rules) {
      this.rules = rules;
    }

    private record Resolved(App app, Policy policy) {}

    Policy of(App app) {
      Resolved resolved = known.get(app.id());
      if (resolved == null || !resolved.app().equals(app)) {
        resolved = new Resolved(app, resolve(app));
        known.put(app.id(), resolved);
      }
      return resolved.policy();
    }

    Policy resolve(App app) {
      List<Rule> mine = new ArrayList<>();
      for (Rule rule : rules.rules()) {
        if (rule.selector().selects(app)) {
          mine.add(rule);
        }
      }
      mine.add(new Rule("paastis.yml", Selector.ALL, rules.base()));
      AppSettings own = app.settings();
      String itself =
          app.account().provider().equals(Account.LOCAL) ? "the file" : "as it was taken over";
      Said<List<PauseWindow>> windows = windows(app, mine);
      return new Policy(
          first(mine, Terms::idleTimeout, own.idleTimeout(), itself),
          first(mine, Terms::minimumAwake, Duration.ZERO, DEFAULT),
          first(mine, Terms::grace, DEFAULT_GRACE, DEFAULT),
          whoWants(mine, Terms::neverSleep),
          whoWants(mine, Terms::ignore),
          whoWants(mine, Terms::dryRun),
          windows,
          Windows.of(windows.value().stream().map(PauseWindow::window).toList()),
          first(mine, Terms::wakesPerHour, own.wakesPerHour(), itself),
          first(mine, Terms::wakesPerDay, DEFAULT_WAKES_PER_DAY, DEFAULT),
          first(mine, Terms::busy, Busy.DEFAULT, DEFAULT),
          stale(mine));
    }

    private Said<List<PauseWindow>> windows(App app, List<Rule> mine) {
      for (Rule rule : mine) {
        List<String> names = rule.terms().windows();
        if (names != null) {
          return new Said<>(names.stream().map(this::window).toList(), rule.name());
        }
      }
      List<PauseWindow> byName =
          rules.windows().values().stream()
              .filter(window -> window.apps() != null && window.apps().matches(app.name()))
              .sorted(Comparator.comparing(PauseWindow::name))
              .toList();
      return new Said<>(byName, byName.isEmpty() ? DEFAULT : named(byName));
    }

    private static String named(List<PauseWindow> windows) {
      String names = windows.stream().map(PauseWindow::name).collect(Collectors.joining(", "));
      return (windows.size() == 1 ? "window " : "windows ") + names;
    }

    private PauseWindow window(String name) {
      PauseWindow window = rules.windows().get(name);
      if (window == null) {
        throw new IllegalStateException("there is no window '" + name + "'"); // checked when read
      }
      return window;
    }

    private static @Nullable Said<Stale> stale(List<Rule> mine) {
      for (Rule rule : mine) {
        Duration after = rule.terms().staleAfter();
        if (after != null) {
          boolean delete = Boolean.TRUE.equals(rule.terms().deleteStale());
          return new Said<>(new Stale(after, delete), rule.name());
        }
      }
      return null;
    }

    private static @Nullable String whoWants(
        List<Rule> mine, Function<Terms, @Nullable Boolean> what) {
      for (Rule rule : mine) {
        Boolean wanted = what.apply(rule.terms());
        if (wanted != null) {
          return wanted ? rule.name() : null;
        }
      }
      return null;
    }

    private static <T> Said<T> first(
        List<Rule> mine, Function<Terms, @Nullable T> what, T otherwise, String by) {
      for (Rule rule : mine) {
        T value = what.apply(rule.terms());
        if (value != null) {
          return new Said<>(value, rule.name());
        }
      }
      return new Said<>(otherwise, by);
    }
  }
}
