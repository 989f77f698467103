// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * One engine and which of its containers are apps.
 *
 * @param host {@code unix:///path/of/the/socket} or {@code tcp://host:port}
 * @param label chooses the containers
 * @param mode how they sleep
 * @param network whose addresses apps are reached by; {@code null}: by published ports, where there
 *     are some
 * @param address where published ports are reached
 */
record DockerSettings(URI host, Chosen label, Mode mode, @Nullable String network, String address) {
  /** Where the engine of this machine listens. */
  static final String HOST = "unix:///var/run/docker.sock";

  /** What containers say to be seen. */
  static final String LABEL = "paastis.enable=true";

  private static final int TCP_PORT = 2375;

  /** How containers sleep. */
  enum Mode {
    /** Their processes end: they cost nothing, and start anew. */
    STOP,
    /** Their processes are frozen: they keep their memory and go on in milliseconds. */
    PAUSE
  }

  /**
   * A label that chooses containers.
   *
   * @param key its name
   * @param value the value it must have; {@code null}: any but a plain no
   */
  record Chosen(String key, @Nullable String value) {
    /** Reads {@code key=value} or {@code key}. */
    static Chosen parse(String text) {
      int equals = text.indexOf('=');
      String key = equals < 0 ? text : text.substring(0, equals);
      if (key.isBlank() || key.chars().anyMatch(Character::isWhitespace)) {
        throw new IllegalArgumentException(
            "label of a Docker account must read key=value or key, got: '" + text + "'");
      }
      return new Chosen(key, equals < 0 ? null : text.substring(equals + 1));
    }
  }

  /**
   * Reads the settings of an account.
   *
   * @throws IllegalArgumentException when one makes no sense
   */
  static DockerSettings parse(
      String host, String label, String mode, @Nullable String network, @Nullable String address) {
    URI engine = engine(host);
    return new DockerSettings(
        engine,
        Chosen.parse(label.strip()),
        mode(mode),
        network,
        address == null ? usualAddress(engine) : address);
  }

  private static Mode mode(String text) {
    return switch (text) {
      case "stop" -> Mode.STOP;
      case "pause" -> Mode.PAUSE;
      default ->
          throw new IllegalArgumentException(
              "mode of a Docker account must be stop or pause, got: '" + text + "'");
    };
  }

  private static URI engine(String text) {
    try {
      URI host = new URI(text.strip());
      if ("unix".equals(host.getScheme()) && isSocket(host)) {
        return host;
      }
      if ("tcp".equals(host.getScheme()) && isAddress(host)) {
        return host.getPort() > 0 ? host : URI.create("tcp://" + host.getHost() + ":" + TCP_PORT);
      }
    } catch (URISyntaxException e) {
      throw noEngine(text, e);
    }
    throw noEngine(text, null);
  }

  private static boolean isSocket(URI host) {
    String path = host.getPath();
    return host.getHost() == null && path != null && path.startsWith("/") && path.length() > 1;
  }

  private static boolean isAddress(URI host) {
    String path = host.getPath();
    return host.getHost() != null
        && host.getPort() <= 65535
        && host.getPort() != 0
        && (path == null || path.isEmpty() || path.equals("/"));
  }

  private static IllegalArgumentException noEngine(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "host of a Docker account must read unix:///path/of/the/socket or tcp://host:port, got: '"
            + text
            + "'",
        cause);
  }

  private static String usualAddress(URI engine) {
    String host = engine.getHost();
    return host == null ? "127.0.0.1" : host.replaceAll("[\\[\\]]", "");
  }
}
