// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Caddy with one processor. */
@SuppressWarnings("InlineFormatString") // a configuration reads best in one piece
record Caddy() implements Contestant {
  private static final String CONFIGURATION =
      """
      {
        admin off
        auto_https off
        default_sni localhost
        log {
          level ERROR
        }
      }
      (proxy) {
        map {host} {backend} {
      %s
        }
        reverse_proxy {backend} {
          transport http {
            keepalive 75s
            keepalive_idle_conns 4096
            keepalive_idle_conns_per_host 1024
            compression off
          }
        }
      }
      http://:%d {
        bind 127.0.0.1
        import proxy
      }
      %s
      """;

  private static final String SECURE =
      """
      https://:%d {
        bind 127.0.0.1
        tls %s %s
        import proxy
      }
      """;

  @Override
  public String name() {
    return "caddy";
  }

  @Override
  public String program() {
    return "caddy";
  }

  @Override
  public String version() throws IOException, InterruptedException {
    return Tool.firstLine("caddy", "version");
  }

  @Override
  public Program start(Lab lab, Setup setup) throws IOException {
    String secure =
        setup.secure() ? SECURE.formatted(setup.securePort(), lab.certificate(), lab.key()) : "";
    String routes = lab.lines(setup.hops(), "    %s 127.0.0.1:%d");
    Path config =
        lab.write("Caddyfile", CONFIGURATION.formatted(routes, setup.plainPort(), secure));
    return lab.startProxy(
        name(),
        Map.of("HOME", lab.folder().toString(), "GOMAXPROCS", "1"),
        List.of("caddy", "run", "--config", config.toString(), "--adapter", "caddyfile"));
  }
}
