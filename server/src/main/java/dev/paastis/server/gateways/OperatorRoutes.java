// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import dev.paastis.api.PageFileView;
import dev.paastis.api.RouteLine;
import dev.paastis.api.WrittenRouteView;
import dev.paastis.gateway.page.OwnPages;
import dev.paastis.gateway.rule.RouteEntry;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's routes as gateways of their own process are told them: routes as they are written,
 * own pages by their content, the same content once. Immutable.
 */
final class OperatorRoutes {
  /** No routes. */
  static final OperatorRoutes NONE = new OperatorRoutes(List.of());

  private static final Logger LOG = LoggerFactory.getLogger(OperatorRoutes.class);

  private final List<WrittenRouteView> routes;
  private final Map<OwnPages, String> names = new HashMap<>();
  private final Map<String, SortedMap<String, byte[]>> folders = new LinkedHashMap<>();
  private long bytesInAll;

  private OperatorRoutes(List<RouteEntry> entries) {
    List<WrittenRouteView> views = new ArrayList<>();
    for (RouteEntry entry : entries) {
      views.add(WrittenRoutes.of(entry, pages -> nameOf(pages, entry)));
    }
    this.routes = List.copyOf(views);
  }

  static OperatorRoutes of(List<RouteEntry> entries) {
    return new OperatorRoutes(entries);
  }

  /** Pages first, then the routes that show them, then the word that all of it is in force. */
  Stream<RouteLine> lines(@Nullable Long position) {
    return Stream.of(
            folders.entrySet().stream().flatMap(OperatorRoutes::pages),
            routes.stream().map(RouteLine::written),
            Stream.of(RouteLine.inForce(position)))
        .flatMap(part -> part);
  }

  private static Stream<RouteLine> pages(Map.Entry<String, SortedMap<String, byte[]>> folder) {
    return folder.getValue().entrySet().stream()
        .map(file ->
            new PageFileView(
                folder.getKey(),
                file.getKey(),
                Base64.getEncoder().encodeToString(file.getValue())))
        .map(RouteLine::page);
  }

  private String nameOf(OwnPages pages, RouteEntry entry) {
    if (pages == OwnPages.OFF) {
      return WrittenRouteView.Waiting.OURS;
    }
    String known = names.get(pages);
    return known == null ? newName(pages, entry) : known;
  }

  private String newName(OwnPages pages, RouteEntry entry) {
    SortedMap<String, byte[]> files = pages.files();
    String name = files.isEmpty() ? WrittenRouteView.Waiting.OURS : digest(files);
    if (!files.isEmpty() && !folders.containsKey(name)) {
      long size = files.values().stream().mapToLong(bytes -> bytes.length).sum();
      if (bytesInAll + size > PageFileView.MOST_BYTES_IN_ALL) {
        LOG.warn(
            "route '{}': gateways of their own process show our pages in place of its own, as all"
                + " own pages together have more than 16 MiB",
            entry.name());
        name = WrittenRouteView.Waiting.OURS;
      } else {
        bytesInAll += size;
        folders.put(name, files);
      }
    }
    names.put(pages, name);
    return Objects.requireNonNull(name);
  }

  private static String digest(SortedMap<String, byte[]> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.forEach((name, bytes) -> {
        digest.update((name + "/" + bytes.length + "/").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      });
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
