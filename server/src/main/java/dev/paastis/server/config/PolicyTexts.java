// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.server.config.Policies.GroupEntry;
import dev.paastis.server.config.Policies.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads rules, windows and groups that people wrote in the console or sent to the API: the same
 * words as in the file, held to the same checks.
 */
public final class PolicyTexts {
  private PolicyTexts() {}

  /** What a text is. */
  public enum Kind {
    /** A rule. */
    RULE,
    /** A window. */
    WINDOW,
    /** A group. */
    GROUP;

    /** The word for it in messages. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A text.
   *
   * @param kind what it is
   * @param name unique among those of its kind
   * @param text JSON, or YAML
   */
  public record Text(Kind kind, String name, String text) {}

  /**
   * What was read.
   *
   * @param policies of those texts that are sound
   * @param problems of the others, by their place in the list
   */
  public record Reading(Policies policies, Map<Integer, List<Fault>> problems) {}

  /**
   * Where they are read.
   *
   * @param file what the file says, whose windows they may name
   * @param calendars where days off come from
   * @param knownApp whether there is an app of that name
   */
  public record Context(Policies file, Calendars calendars, Predicate<String> knownApp) {}

  /** Reads texts, windows first, since rules name them; leaves out those with problems. */
  public static Reading read(List<Text> texts, Context context) {
    Map<Integer, List<Fault>> problems = new HashMap<>();
    Policies sound = Policies.NONE;
    for (Kind kind : List.of(Kind.WINDOW, Kind.GROUP, Kind.RULE)) {
      for (int i = 0; i < texts.size(); i++) {
        if (texts.get(i).kind() != kind) {
          continue;
        }
        try {
          sound = sound.and(one(texts.get(i), context, sound));
        } catch (ConfigurationException e) {
          problems.put(i, e.faults());
        }
      }
    }
    return new Reading(sound, problems);
  }

  /** A text that was read before, as plain values: texts, lists and mappings. */
  public static Map<String, Object> values(String text) {
    Problems problems = new Problems("entry");
    Text entry = new Text(Kind.RULE, "", text);
    return new Section("", node(entry, problems), problems).values();
  }

  /** What an entry is called in its problems. */
  public static String place(Kind kind, String name) {
    return kind.word() + " '" + name + "'";
  }

  private static Policies one(Text text, Context context, Policies before) {
    Problems problems = new Problems(place(text.kind(), text.name()));
    Section section = new Section("", node(text, problems), problems);
    PolicyReader reader = new PolicyReader(context.calendars(), context.knownApp());
    switch (text.kind()) {
      case RULE -> reader.rule(section, text.name());
      case WINDOW -> reader.window(section);
      case GROUP -> reader.group(section);
    }
    Policies others = context.file().and(before);
    Policies read = reader.policies(section, others.windows());
    read.groups().forEach(group -> requireApart(section, group, others.groups()));
    problems.throwIfAny();
    return read;
  }

  /** An app is in one group at most. */
  private static void requireApart(Section section, GroupEntry group, List<GroupEntry> others) {
    for (GroupEntry other : others) {
      for (Member member : other.members()) {
        if (group.members().stream().anyMatch(one -> one.app().equals(member.app()))) {
          section.problem(
              "members", "'%s' is in the group '%s' already".formatted(member.app(), other.name()));
        }
      }
    }
  }

  private static Node node(Text text, Problems problems) {
    try {
      LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
      return new Compose(settings)
          .composeString(text.text())
          .orElseThrow(() -> new YamlEngineException("there is nothing in it"));
    } catch (YamlEngineException e) {
      problems.at(
          Optional.empty(),
          "",
          "cannot be read: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      throw ConfigurationException.of(problems.found());
    }
  }
}
