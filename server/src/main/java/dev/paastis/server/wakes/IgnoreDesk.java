// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wakes;

import dev.paastis.app.SpaceId;
import dev.paastis.gateway.route.IgnoreRules;
import dev.paastis.gateway.route.IgnoreRules.Rule;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.config.IgnoreTexts;
import dev.paastis.server.config.Ignoring;
import dev.paastis.store.IgnoreEntries;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ignore rules in force: those of the file, then those that people made, then those that
 * are always there unless the file says otherwise. Safe for use by many threads.
 */
public final class IgnoreDesk {
  private static final Logger LOG = LoggerFactory.getLogger(IgnoreDesk.class);

  private final Ignoring file;
  private final IgnoreEntries entries;
  private final SpaceId space;
  private final InstantSource clock;
  private final List<Consumer<IgnoreRules>> listeners = new CopyOnWriteArrayList<>();
  private volatile List<Item> people = List.of();

  /** Knows what the file says; {@link #reload} adds the rest. */
  public IgnoreDesk(Ignoring file, IgnoreEntries entries, SpaceId space, InstantSource clock) {
    this.file = file;
    this.entries = entries;
    this.space = space;
    this.clock = clock;
  }

  /** Where a rule comes from. */
  public enum Source {
    /** The file, and only the file changes it. */
    FILE,
    /** A person. */
    PERSON,
    /** It is always there, unless the file says otherwise. */
    DEFAULT
  }

  /**
   * A rule.
   *
   * @param name what it is known by
   * @param source where it comes from
   * @param rule what it says, {@code null} when it cannot be read
   * @param changedAt when a person changed it last
   * @param changedBy who
   * @param problem why it is not in force, {@code null} when it is
   */
  public record Item(
      String name,
      Source source,
      @Nullable Rule rule,
      @Nullable Instant changedAt,
      @Nullable String changedBy,
      @Nullable String problem) {
    private static Item of(Rule rule, Source source) {
      return new Item(rule.name(), source, rule, null, null, null);
    }
  }

  /** Adds a listener, told the rules in force now and after each change. */
  public synchronized void listen(Consumer<IgnoreRules> listener) {
    listeners.add(listener);
    listener.accept(inForce());
  }

  /** The rules in force. */
  public IgnoreRules inForce() {
    return new IgnoreRules(
        all().stream()
            .filter(item -> item.problem() == null)
            .map(Item::rule)
            .flatMap(Stream::ofNullable)
            .toList());
  }

  /** All rules, in the order in which they are asked. */
  public List<Item> all() {
    List<Item> all = new ArrayList<>();
    file.rules().forEach(rule -> all.add(Item.of(rule, Source.FILE)));
    all.addAll(people);
    if (file.defaults()) {
      IgnoreRules.defaults().rules().forEach(rule -> all.add(Item.of(rule, Source.DEFAULT)));
    }
    return all;
  }

  /** The one of that name. */
  public Optional<Item> find(String name) {
    return all().stream().filter(item -> item.name().equals(name)).findFirst();
  }

  /** Whether the file says it or it is always there, so that people may not change it. */
  public boolean isFixed(String name) {
    return find(name).filter(item -> item.source() != Source.PERSON).isPresent();
  }

  /** Reads what people made anew, and puts it in force. */
  public synchronized void reload() {
    people = entries.all(space).stream().map(this::read).toList();
    IgnoreRules now = inForce();
    listeners.forEach(listener -> listener.accept(now));
  }

  /**
   * Adds or changes a rule of a person.
   *
   * @param json what it says, in the words of the file, its name included
   * @param who for people
   * @throws ConfigurationException with everything that is wrong with it
   */
  public Item put(String json, String who) {
    Rule rule = IgnoreTexts.read(json);
    entries.put(space, new IgnoreEntries.Entry(rule.name(), json, clock.instant(), who));
    reload();
    return find(rule.name()).orElseThrow();
  }

  /** Removes a rule of a person; false when there is none. */
  public boolean remove(String name) {
    boolean removed = entries.remove(space, name);
    if (removed) {
      reload();
    }
    return removed;
  }

  private Item read(IgnoreEntries.Entry entry) {
    String name = entry.name();
    @Nullable Rule rule = null;
    @Nullable String problem = null;
    try {
      rule = IgnoreTexts.read(entry.body());
      if (isOfFile(name)) {
        problem = "the file says another rule of that name";
      }
    } catch (ConfigurationException e) {
      problem = String.join("; ", e.problems());
    }
    if (problem != null) {
      LOG.warn("ignore rule {} is not in force: {}", name, problem);
    }
    return new Item(name, Source.PERSON, rule, entry.changedAt(), entry.changedBy(), problem);
  }

  private boolean isOfFile(String name) {
    return file.rules().stream().anyMatch(rule -> rule.name().equals(name));
  }
}
