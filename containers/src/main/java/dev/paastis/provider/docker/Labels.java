// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the labels of a container say.
 *
 * @param texts the labels themselves
 * @see <a href="https://github.com/docker/compose/blob/main/pkg/api/labels.go">compose's labels</a>
 */
record Labels(Map<String, String> texts) {
  static final String PORT = "paastis.port";
  static final String PROJECT = "com.docker.compose.project";

  private static final String NAME = "paastis.name";
  private static final String HOSTS = "paastis.hosts";
  private static final String READINESS = "paastis.readiness";
  private static final String PRODUCTION = "paastis.production";
  private static final String REVIEW_APP = "paastis.review-app";
  private static final String OF_COMPOSE = "com.docker.compose.";
  private static final String SERVICE = "com.docker.compose.service";
  private static final String NUMBER = "com.docker.compose.container-number";
  private static final String ONE_OFF = "com.docker.compose.oneoff";
  private static final String DEPENDS_ON = "com.docker.compose.depends_on";
  private static final String HEALTHY = "service_healthy";
  private static final Set<String> TOLD = Set.of(PROJECT, SERVICE);
  private static final Set<String> NO = Set.of("", "false", "no", "off", "0");

  /** Whether the label that chooses apps is there with its value. */
  boolean match(DockerSettings.Chosen chosen) {
    String value = texts.get(chosen.key());
    return value != null && (chosen.value() == null ? !isNo(value) : value.equals(chosen.value()));
  }

  /** Whether the label that chooses apps is there, but says something else. */
  boolean decline(DockerSettings.Chosen chosen) {
    return texts.containsKey(chosen.key()) && !match(chosen);
  }

  Optional<String> name() {
    return text(NAME);
  }

  /** The port that the app listens on, in the container; empty when not said or senseless. */
  OptionalInt port() {
    try {
      int port = Integer.parseInt(text(PORT).orElse(""));
      return port >= 1 && port <= 65535 ? OptionalInt.of(port) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  List<String> hosts() {
    return Arrays.stream(text(HOSTS).orElse("").split("[,\\s]+"))
        .map(host -> host.toLowerCase(Locale.ROOT))
        .filter(host -> !host.isEmpty())
        .toList();
  }

  /** The path that answers 2xx or 3xx once the app is ready. */
  @Nullable String readinessPath() {
    return text(READINESS).map(path -> path.startsWith("/") ? path : "/" + path).orElse(null);
  }

  /** Anything but a plain no: a wall is not pulled down by a word that was not understood. */
  boolean production() {
    String value = texts.get(PRODUCTION);
    return value != null && !isNo(value);
  }

  /** Whether it was made for one branch or one request for changes. */
  boolean reviewApp() {
    String value = texts.get(REVIEW_APP);
    return value != null && !isNo(value);
  }

  /** Without those that compose keeps for itself. */
  Map<String, String> shown() {
    return texts.entrySet().stream()
        .filter(text -> !text.getKey().startsWith(OF_COMPOSE) || TOLD.contains(text.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  Optional<String> project() {
    return text(PROJECT);
  }

  Optional<String> service() {
    return text(SERVICE);
  }

  /** Which of the containers of its service it is, from 1. */
  int number() {
    try {
      return Integer.parseInt(texts.getOrDefault(NUMBER, "1"));
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /** Made by {@code compose run} for one command: not a part of the app. */
  boolean oneOff() {
    return "true".equalsIgnoreCase(texts.get(ONE_OFF));
  }

  /** The services that must be started before, and whether each must be healthy first. */
  Map<String, Boolean> dependsOn() {
    Map<String, Boolean> before = new LinkedHashMap<>();
    for (String dependency : texts.getOrDefault(DEPENDS_ON, "").split(",", -1)) {
      String[] parts = dependency.split(":", -1);
      if (!parts[0].isBlank()) {
        before.put(parts[0].strip(), parts.length > 1 && parts[1].equals(HEALTHY));
      }
    }
    return before;
  }

  private Optional<String> text(String key) {
    return Optional.ofNullable(texts.get(key)).map(String::strip).filter(text -> !text.isEmpty());
  }

  private static boolean isNo(String value) {
    return NO.contains(value.strip().toLowerCase(Locale.ROOT));
  }
}
