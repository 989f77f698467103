// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The measure of most bars; also the origin behind all contestants. */
@SuppressWarnings("InlineFormatString") // a configuration reads best in one piece
record Nginx() implements Contestant {
  private static final String FRAME =
      """
      daemon off;
      %s
      worker_processes 1;
      worker_rlimit_nofile %d;
      pid %s;
      error_log stderr error;
      events { worker_connections %d; }
      http {
        access_log off;
        keepalive_requests 1000000000;
        keepalive_timeout 75s;
        default_type application/octet-stream;
        client_body_temp_path %s;
        proxy_temp_path %s;
        fastcgi_temp_path %s;
        uwsgi_temp_path %s;
        scgi_temp_path %s;
        %s
      }
      """;

  private static final String ORIGIN =
      """
      open_file_cache max=16;
      sendfile on;
      tcp_nopush on;
      server {
        listen 127.0.0.1:%d backlog=4096;
        root %s;
        location = / { return 200 "%s"; }
      }
      """;

  private static final String PROXY =
      """
      map_hash_max_size 65536;
      map_hash_bucket_size 128;
      map $host $backend { default ""; include %s; }
      map $http_upgrade $connection_out { default upgrade; "" ""; }
      %s
      server {
        listen 127.0.0.1:%d backlog=4096;
        %s
        client_max_body_size 0;
        location / {
          proxy_pass http://$backend;
          proxy_http_version 1.1;
          proxy_set_header Host $host;
          proxy_set_header Connection $connection_out;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header X-Forwarded-For $remote_addr;
          proxy_set_header X-Forwarded-Proto $scheme;
          proxy_set_header X-Forwarded-Host $host;
          proxy_request_buffering off;
          proxy_buffers 16 16k;
          proxy_busy_buffers_size 64k;
          proxy_max_temp_file_size 0;
          proxy_read_timeout 1h;
        }
      }
      """;

  private static final String BACKEND =
      """
      upstream to%1$d {
        server 127.0.0.1:%1$d;
        keepalive 1024;
        keepalive_requests 1000000000;
      }
      """;

  private static final String SECURE =
      """
      listen 127.0.0.1:%d ssl http2 backlog=4096;
      ssl_protocols TLSv1.2 TLSv1.3;
      ssl_certificate %s;
      ssl_certificate_key %s;
      """;

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public String program() {
    return "nginx";
  }

  @Override
  public String version() throws IOException, InterruptedException {
    return Tool.firstLine("nginx", "-v");
  }

  @Override
  public Program start(Lab lab, Setup setup) throws IOException {
    Path routes = lab.write("routes.map", lab.lines(setup.hops(), "%s to%d;"));
    StringBuilder backends = new StringBuilder();
    setup.hops().stream()
        .map(Lab.Hop::port)
        .distinct()
        .forEach(port -> backends.append(BACKEND.formatted(port)));
    String secure =
        setup.secure() ? SECURE.formatted(setup.securePort(), lab.certificate(), lab.key()) : "";
    String proxy = PROXY.formatted(routes, backends, setup.plainPort(), secure);
    Path folder = lab.newFolder();
    Path config = Files.writeString(folder.resolve("nginx.conf"), frame(folder, proxy));
    return lab.startProxy(name(), Map.of(), command(folder, config));
  }

  /** Configuration of the origin. */
  static String origin(Path folder, int port) throws IOException {
    return frame(folder, ORIGIN.formatted(port, folder, "x".repeat(Lab.SMALL_BYTES)));
  }

  static List<String> command(Path folder, Path config) {
    return List.of("nginx", "-e", "stderr", "-p", folder.toString(), "-c", config.toString());
  }

  private static String frame(Path folder, String inner) throws IOException {
    // As root, nginx would give its workers to a user who cannot read a private folder.
    String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
    Path temp = folder.resolve("temp");
    int files = Machine.openFiles();
    return FRAME.formatted(
        user, files, folder.resolve("nginx.pid"), files - 100, temp, temp, temp, temp, temp, inner);
  }
}
