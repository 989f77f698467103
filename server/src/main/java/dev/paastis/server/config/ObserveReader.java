// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.gateway.observe.AccessFormat;
import dev.paastis.gateway.observe.AccessLog;
import dev.paastis.provider.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how the gateway is observed. */
final class ObserveReader {
  /** Read where the file names no endpoint, as it is by whatever speaks OpenTelemetry. */
  static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  private static final int APPS = 100;
  private static final int MOST_APPS = 1_000;
  private static final Set<String> FORMATS = Set.of("json", "common", "combined");

  private final Map<String, String> environment;
  private final Path folder;

  /**
   * A reader.
   *
   * @param folder against which the log's path is resolved
   */
  ObserveReader(Map<String, String> environment, Path folder) {
    this.environment = environment;
    this.folder = folder;
  }

  Observing read(Section gateway) {
    Section metrics = gateway.section("metrics").only("per-app", "apps");
    int apps = metrics.number("apps", APPS, 1, MOST_APPS);
    Section traces = gateway.section("traces").only("endpoint", "percent");
    URI endpoint = endpoint(traces);
    return new Observing(
        log(gateway.section("access-log").only("file", "format", "queries")),
        endpoint,
        endpoint == null ? Map.of() : headers(traces),
        traces.number("percent", 100, 0, 100),
        Boolean.TRUE.equals(RuleReader.yesOrNo(metrics, "per-app")) ? apps : 0);
  }

  private AccessLog.@Nullable Target log(Section section) {
    String format = section.oneOf("format", "json", FORMATS);
    boolean queries = Boolean.TRUE.equals(RuleReader.yesOrNo(section, "queries"));
    String file = section.optional("file");
    if (file == null || !FORMATS.contains(format)) {
      return null;
    }
    AccessFormat known = AccessFormat.valueOf(format.toUpperCase(Locale.ROOT));
    return new AccessLog.Target(path(section, file), known, queries);
  }

  private @Nullable Path path(Section section, String file) {
    if (file.equals("stdout")) {
      return null;
    }
    try {
      return folder.resolve(file);
    } catch (InvalidPathException e) {
      section.problem("file", "'%s' is not a path: %s".formatted(file, e.getReason()));
      return null;
    }
  }

  private @Nullable URI endpoint(Section section) {
    String given = section.optional("endpoint");
    String endpoint = given == null ? environment.get(ENDPOINT) : given;
    if (endpoint == null || endpoint.isBlank()) {
      return null;
    }
    URI uri = uri(endpoint);
    if (uri == null) {
      String from = given == null ? ENDPOINT + ": " : "";
      section.problem(
          "endpoint",
          "%s'%s' must be an address such as http://localhost:4318".formatted(from, endpoint));
    }
    return uri;
  }

  private Map<String, Secret> headers(Section section) {
    try {
      return TraceHeaders.read(environment.getOrDefault(TraceHeaders.VARIABLE, ""));
    } catch (IllegalArgumentException e) {
      section.problem("endpoint", String.valueOf(e.getMessage()));
      return Map.of();
    }
  }

  private static @Nullable URI uri(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null && uri.getRawQuery() == null ? uri : null;
    } catch (URISyntaxException e) {
      return null; // told with what an address looks like
    }
  }
}
