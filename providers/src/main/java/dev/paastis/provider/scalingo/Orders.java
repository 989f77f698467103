// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What to order so that one formation becomes another. Pure. */
final class Orders {
  private static final String WEB = "web";

  private Orders() {}

  /** Nothing of what there is. */
  static List<ProcessType> toNothing(List<ProcessType> now) {
    return now.stream()
        .filter(type -> type.quantity() > 0)
        .map(type -> new ProcessType(type.name(), 0, type.size()))
        .toList();
  }

  /**
   * The formation to have, out of what is remembered and what the app consists of now. Types that
   * are no longer part of the app are left out, types that were not remembered come to rest.
   * Without a memory of anything that ran, one web container: what the platform starts with.
   */
  static List<ProcessType> wanted(Formation remembered, List<ProcessType> now) {
    Map<String, ProcessType> byName = new LinkedHashMap<>();
    remembered.processes().forEach(type -> byName.put(type.name(), type));
    boolean anything = remembered.processes().stream().anyMatch(type -> type.quantity() > 0);
    return now.stream()
        .map(type ->
            anything ? sized(byName.getOrDefault(type.name(), none(type)), type) : firstStart(type))
        .toList();
  }

  /** Only what differs: naming a type disables its autoscaler. */
  static List<ProcessType> difference(List<ProcessType> wanted, List<ProcessType> now) {
    return wanted.stream().filter(type -> !now.contains(type)).toList();
  }

  private static ProcessType sized(ProcessType wanted, ProcessType now) {
    return wanted.size().isEmpty()
        ? new ProcessType(wanted.name(), wanted.quantity(), now.size())
        : wanted;
  }

  private static ProcessType none(ProcessType type) {
    return new ProcessType(type.name(), 0, type.size());
  }

  private static ProcessType firstStart(ProcessType type) {
    return type.name().equals(WEB) && type.quantity() == 0
        ? new ProcessType(WEB, 1, type.size())
        : type;
  }
}
