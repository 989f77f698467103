// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.policy;

import dev.paastis.app.App;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.Group;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.policy.Policy;
import dev.paastis.policy.PolicyBook;
import dev.paastis.policy.Selector;
import dev.paastis.server.config.Calendars;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.config.Fault;
import dev.paastis.server.config.Policies;
import dev.paastis.server.config.Policies.Written;
import dev.paastis.server.config.PolicyTexts;
import dev.paastis.server.config.PolicyTexts.Kind;
import dev.paastis.server.config.PolicyTexts.Reading;
import dev.paastis.server.config.PolicyTexts.Text;
import dev.paastis.store.PolicyEntries;
import dev.paastis.store.PolicyEntries.Entry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the rules, windows and groups in force: those of the file, which only the file changes, and
 * after them those that people make. Safe for use by many threads.
 */
public final class PolicyDesk {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Logger LOG = LoggerFactory.getLogger(PolicyDesk.class);

  private final Policies file;
  private final Calendars calendars;
  private final PolicyEntries entries;
  private final Scope scope;
  private final PolicyBook book;
  private final List<Runnable> regroupings = new CopyOnWriteArrayList<>();
  private volatile State state;

  /**
   * What the rules are about.
   *
   * @param space whose they are
   * @param directory the apps
   * @param clock wall time
   */
  public record Scope(SpaceId space, AppDirectory directory, InstantSource clock) {}

  /** What was read last. */
  private record State(Policies inForce, List<Entry> entries, Map<Integer, List<Fault>> problems) {}

  /** Puts what the file says in force; {@link #reload} adds the rest. */
  public PolicyDesk(
      Policies file, Calendars calendars, PolicyEntries entries, Scope scope, PolicyBook book) {
    this.file = file;
    this.calendars = calendars;
    this.entries = entries;
    this.scope = scope;
    this.book = book;
    this.state = new State(file, List.of(), Map.of());
    book.replace(rules(file));
  }

  /**
   * A rule, window or group.
   *
   * @param kind what it is
   * @param name what it is known by
   * @param ofFile whether the file says it, and only the file changes it
   * @param body its words
   * @param changedAt when a person changed it last, {@code null} for the file's
   * @param changedBy who, {@code null} for the file's
   * @param problems why it is not in force; empty when it is
   */
  public record Item(
      Kind kind,
      String name,
      boolean ofFile,
      Map<String, Object> body,
      @Nullable Instant changedAt,
      @Nullable String changedBy,
      List<String> problems) {}

  /** Adds a listener, told when groups may have changed. */
  public void onRegrouping(Runnable listener) {
    regroupings.add(listener);
  }

  /** What holds now. */
  public Policies inForce() {
    return state.inForce();
  }

  /** Reads what people made anew, and puts it in force. What has problems is left out and told. */
  public synchronized void reload() {
    List<Entry> stored = entries.all(scope.space());
    Reading reading = read(stored);
    reading
        .problems()
        .forEach((place, why) ->
            LOG.warn(
                "{} {} is not in force: {}",
                stored.get(place).kind(),
                stored.get(place).name(),
                String.join("; ", texts(why))));
    Policies before = state.inForce();
    Policies now = file.and(reading.policies());
    state = new State(now, stored, reading.problems());
    book.replace(rules(now));
    if (!before.groups().equals(now.groups()) || !before.joins().equals(now.joins())) {
      regroupings.forEach(Runnable::run);
    }
  }

  /** All of a kind, the file's first, in the order in which they count. */
  public List<Item> all(Kind kind) {
    State now = state;
    List<Item> items = new ArrayList<>();
    for (Written written : file.written()) {
      if (written.kind() == kind) {
        items.add(new Item(kind, written.name(), true, written.body(), null, null, List.of()));
      }
    }
    for (int i = 0; i < now.entries().size(); i++) {
      Entry entry = now.entries().get(i);
      if (entry.kind() == stored(kind)) {
        items.add(item(entry, texts(now.problems().getOrDefault(i, List.of()))));
      }
    }
    return items;
  }

  /** The one of that name. */
  public Optional<Item> find(Kind kind, String name) {
    return all(kind).stream().filter(item -> item.name().equals(name)).findFirst();
  }

  /** Whether the file says it, so that nobody else may. */
  public boolean isOfFile(Kind kind, String name) {
    return find(kind, name).filter(Item::ofFile).isPresent();
  }

  /**
   * Adds or changes one.
   *
   * @param json what it says, in the words of the file
   * @param who for people
   * @throws ConfigurationException with everything that is wrong with it, or that would be wrong
   *     with others because of it
   */
  public synchronized Item put(Kind kind, String name, String json, String who) {
    requireSound(with(kind, name, json));
    Instant now = scope.clock().instant();
    var _ = entries.put(scope.space(), new PolicyEntries.Draft(stored(kind), name, json, who, now));
    reload();
    return find(kind, name).orElseThrow();
  }

  /** Moves a rule to that place among those that people made, counted from one. */
  public synchronized Optional<Item> move(Kind kind, String name, int position) {
    if (entries.move(scope.space(), stored(kind), name, position).isEmpty()) {
      return Optional.empty();
    }
    reload();
    return find(kind, name);
  }

  /**
   * Removes one; false when there is none.
   *
   * @throws ConfigurationException when others need it
   */
  public synchronized boolean remove(Kind kind, String name) {
    requireSound(without(kind, name));
    boolean removed = entries.remove(scope.space(), stored(kind), name);
    if (removed) {
      reload();
    }
    return removed;
  }

  /**
   * Changes what one says.
   *
   * @param change of its keys and values
   * @param who for people
   * @return empty when people made none of that name
   * @throws ConfigurationException with everything that would be wrong
   */
  public synchronized Optional<Item> change(
      Kind kind, String name, UnaryOperator<Map<String, Object>> change, String who) {
    return find(kind, name)
        .filter(item -> !item.ofFile())
        .map(item -> put(kind, name, JSON.writeValueAsString(change.apply(item.body())), who));
  }

  /**
   * What a rule would make of an app.
   *
   * @param app the app
   * @param selected whether the rule would select it
   * @param before what holds for it now
   * @param after what would hold for it
   */
  public record Trial(App app, boolean selected, Policy before, Policy after) {}

  /**
   * What a rule would change: of the apps that it would select, and of those that the rule of that
   * name selects now.
   *
   * @param name of a rule, which takes its place, or another name for one more
   * @throws ConfigurationException with everything that is wrong with it
   */
  public List<Trial> preview(String name, String json) {
    PolicyBook.Rules rules = rules(trial(Kind.RULE, name, json));
    Selector selector =
        rules.rules().stream()
            .filter(rule -> rule.name().equals(name))
            .findFirst()
            .orElseThrow()
            .selector();
    Set<AppId> now = selectedBy(name).stream().map(App::id).collect(Collectors.toSet());
    return apps().stream()
        .filter(app -> selector.selects(app) || now.contains(app.id()))
        .map(app ->
            new Trial(app, selector.selects(app), book.of(app), PolicyBook.trial(rules, app)))
        .toList();
  }

  /**
   * What would be in force with a rule, window or group, without putting it there.
   *
   * @param name of one, whose place it takes, or another name for one more
   * @throws ConfigurationException with everything that is wrong with it
   */
  public Policies trial(Kind kind, String name, String json) {
    return file.and(sound(with(kind, name, json)));
  }

  /** The apps that a window would pause. */
  public List<App> pausedBy(String window, Policies would) {
    PolicyBook.Rules rules = rules(would);
    return apps().stream().filter(app -> isPausedBy(PolicyBook.trial(rules, app), window)).toList();
  }

  /** The apps that one is about: selected by a rule, paused by a window, members of a group. */
  public List<App> appsOf(Kind kind, String name) {
    return switch (kind) {
      case RULE -> selectedBy(name);
      case WINDOW -> apps().stream().filter(app -> isPausedBy(book.of(app), name)).toList();
      case GROUP -> apps().stream().filter(app -> isIn(app.group(), name)).toList();
    };
  }

  private static boolean isPausedBy(Policy policy, String window) {
    return policy.windows().value().stream().anyMatch(one -> one.name().equals(window));
  }

  private static boolean isIn(@Nullable Group group, String name) {
    return group != null && group.name().equals(name);
  }

  /** Rules of the prototype are known by their place alone. */
  private List<App> selectedBy(String name) {
    return state.inForce().rules().stream()
        .filter(rule -> rule.name().equals(name) || rule.name().startsWith(name + " ("))
        .findFirst()
        .map(rule -> apps().stream().filter(rule.selector()::selects).toList())
        .orElse(List.of());
  }

  private List<App> apps() {
    return scope.directory().all().stream().map(TrackedApp::app).toList();
  }

  private void requireSound(List<Text> texts) {
    Policies _ = sound(texts);
  }

  private Policies sound(List<Text> texts) {
    Reading reading = PolicyTexts.read(texts, context());
    List<Fault> fresh = new ArrayList<>();
    List<List<Fault>> known = List.copyOf(state.problems().values());
    reading.problems().values().stream().filter(p -> !known.contains(p)).forEach(fresh::addAll);
    if (!fresh.isEmpty()) {
      throw ConfigurationException.of(fresh);
    }
    return reading.policies();
  }

  /** In the place of the one of that name, or behind all others. */
  private List<Text> with(Kind kind, String name, String json) {
    Text text = new Text(kind, name, json);
    List<Text> texts = new ArrayList<>();
    for (Entry entry : entries.all(scope.space())) {
      texts.add(isOf(entry, kind, name) ? text : text(entry));
    }
    if (!texts.contains(text)) {
      texts.add(text);
    }
    return texts;
  }

  private static boolean isOf(Entry entry, Kind kind, String name) {
    return entry.kind() == stored(kind) && entry.name().equals(name);
  }

  private static List<String> texts(List<Fault> faults) {
    return faults.stream().map(Fault::text).toList();
  }

  private List<Text> without(Kind kind, String name) {
    List<Text> texts = new ArrayList<>();
    for (Entry entry : entries.all(scope.space())) {
      if (!isOf(entry, kind, name)) {
        texts.add(text(entry));
      }
    }
    return texts;
  }

  private Reading read(List<Entry> stored) {
    return PolicyTexts.read(stored.stream().map(PolicyDesk::text).toList(), context());
  }

  private PolicyTexts.Context context() {
    return new PolicyTexts.Context(
        file, calendars, name -> scope.directory().find(scope.space(), name).isPresent());
  }

  private static Item item(Entry entry, List<String> problems) {
    return new Item(
        kind(entry.kind()),
        entry.name(),
        false,
        PolicyTexts.values(entry.body()),
        entry.changedAt(),
        entry.changedBy(),
        problems);
  }

  private static Text text(Entry entry) {
    return new Text(kind(entry.kind()), entry.name(), entry.body());
  }

  private static Kind kind(PolicyEntries.Kind stored) {
    return switch (stored) {
      case RULE -> Kind.RULE;
      case WINDOW -> Kind.WINDOW;
      case GROUP -> Kind.GROUP;
    };
  }

  private static PolicyEntries.Kind stored(Kind kind) {
    return switch (kind) {
      case RULE -> PolicyEntries.Kind.RULE;
      case WINDOW -> PolicyEntries.Kind.WINDOW;
      case GROUP -> PolicyEntries.Kind.GROUP;
    };
  }

  private static PolicyBook.Rules rules(Policies policies) {
    return new PolicyBook.Rules(policies.rules(), policies.windows(), policies.base());
  }
}
