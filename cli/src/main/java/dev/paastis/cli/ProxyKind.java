// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A file of a proxy that can be exported. */
enum ProxyKind {
  /** A file for nginx's {@code conf.d}. */
  NGINX("nginx", "nginx.conf"),
  /** The whole of HAProxy's configuration. */
  HAPROXY("haproxy", "haproxy.cfg"),
  /** The script that HAProxy's configuration loads. */
  HAPROXY_LUA("haproxy-lua", "haproxy.lua"),
  /** A Caddyfile. */
  CADDY("caddy", "Caddyfile"),
  /** A file for Traefik's file provider. */
  TRAEFIK("traefik", "traefik.yml"),
  /** A bootstrap file of Envoy. */
  ENVOY("envoy", "envoy.yml");

  private final String word;
  private final String template;

  ProxyKind(String word, String template) {
    this.word = word;
    this.template = template;
  }

  static Optional<ProxyKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }

  static String names() {
    return Arrays.stream(values()).map(kind -> kind.word).collect(Collectors.joining(", "));
  }

  /** The resource with its text. */
  String template() {
    return "export/" + template;
  }
}
