// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** HAProxy with one thread. */
@SuppressWarnings("InlineFormatString") // a configuration reads best in one piece
record Haproxy() implements Contestant {
  private static final String CONFIGURATION =
      """
      global
        nbthread 1
        maxconn %d
        ssl-default-bind-options ssl-min-ver TLSv1.2
      defaults
        mode http
        option forwardfor
        http-reuse always
        timeout connect 5s
        timeout client 75s
        timeout server 120s
        timeout tunnel 1h
      frontend entry
        bind 127.0.0.1:%d backlog 4096
        %s
        http-request set-header X-Forwarded-Proto http
        use_backend %%[req.hdr(host),field(1,:),lower,map_str(%s,none)]
      %s
      """;

  private static final String BACKEND =
      """
      backend to%1$d
        server only 127.0.0.1:%1$d
      """;

  @Override
  public String name() {
    return "haproxy";
  }

  @Override
  public String program() {
    return "haproxy";
  }

  @Override
  public String version() throws IOException, InterruptedException {
    return Tool.firstLine("haproxy", "-v");
  }

  @Override
  public Program start(Lab lab, Setup setup) throws IOException {
    Path routes = lab.write("routes.map", lab.lines(setup.hops(), "%s to%d"));
    String secure =
        setup.secure()
            ? "bind 127.0.0.1:%d backlog 4096 ssl crt %s alpn h2,http/1.1"
                .formatted(setup.securePort(), lab.both())
            : "";
    StringBuilder backends = new StringBuilder();
    setup.hops().stream()
        .map(Lab.Hop::port)
        .distinct()
        .forEach(port -> backends.append(BACKEND.formatted(port)));
    Path config =
        lab.write(
            "haproxy.cfg",
            CONFIGURATION.formatted(
                Machine.openFiles() / 2 - 50, setup.plainPort(), secure, routes, backends));
    return lab.startProxy(name(), Map.of(), List.of("haproxy", "-db", "-f", config.toString()));
  }
}
