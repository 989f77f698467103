// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.api.PageFileView;
import dev.paastis.api.RouteLine;
import dev.paastis.api.WrittenRouteView;
import dev.paastis.gateway.page.OwnPages;
import dev.paastis.gateway.rule.RouteEntry;
import dev.paastis.gateway.rule.RouteRules;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The operator's routes as far as they were told. They are collected, and put in force all at once
 * or, where anything of them cannot be used, not at all: half of them could leave a host without
 * its guard. Not safe for use by many threads.
 */
final class FollowedRules {
  private final List<WrittenRouteView> collected = new ArrayList<>();
  private final Map<String, Map<String, byte[]>> files = new HashMap<>();
  private long bytesInAll;
  private @Nullable List<WrittenRouteView> inForce;
  private Map<String, OwnPages> pages = Map.of();
  private RouteRules rules = RouteRules.NONE;

  /** Forgets what was collected and is not in force. */
  void begin() {
    collected.clear();
    files.clear();
    bytesInAll = 0;
  }

  /**
   * Collects a file of own pages.
   *
   * @throws IllegalArgumentException when it cannot be read, or there are too many
   */
  void page(PageFileView page) {
    byte[] bytes = Base64.getDecoder().decode(page.content());
    bytesInAll += bytes.length;
    if (bytesInAll > PageFileView.MOST_BYTES_IN_ALL) {
      throw new IllegalArgumentException("own pages of more than 16 MiB");
    }
    files.computeIfAbsent(page.folder(), _ -> new TreeMap<>()).put(page.name(), bytes);
  }

  /** Collects a route. */
  void route(WrittenRouteView route) {
    collected.add(route);
  }

  /**
   * Takes what was collected in place of all before.
   *
   * @return what is to be put in force, {@code null} when nothing has changed
   * @throws IllegalArgumentException naming what cannot be used; then all stays as it was
   */
  @Nullable RouteRules putInForce() {
    List<WrittenRouteView> told = List.copyOf(collected);
    if (told.equals(inForce)) {
      begin(); // the same as before: who has signed in need not be checked again
      return null;
    }
    Map<String, OwnPages> read = new HashMap<>();
    files.forEach((folder, content) -> read.put(folder, OwnPages.of(content)));
    List<RouteEntry> entries = told.stream().map(route -> WrittenEntries.of(route, read)).toList();
    rules = RouteRules.compile(entries, rules);
    inForce = told;
    pages = Map.copyOf(read);
    begin();
    return rules;
  }

  /** What is in force, as lines. */
  List<RouteLine> lines() {
    List<RouteLine> lines = new ArrayList<>();
    pages.forEach((folder, own) ->
        own.files()
            .forEach((name, bytes) ->
                lines.add(
                    RouteLine.page(
                        new PageFileView(
                            folder, name, Base64.getEncoder().encodeToString(bytes))))));
    if (inForce != null) {
      inForce.forEach(route -> lines.add(RouteLine.written(route)));
    }
    lines.add(RouteLine.inForce(null));
    return lines;
  }
}
