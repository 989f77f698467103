// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What all contestants share: the origin behind them, a certificate, files, cores. The origin is an
 * nginx that answers from memory; uploads and WebSockets end at an {@link Origin} of ours, since
 * nginx answers an upload before it has read it.
 */
final class Lab implements AutoCloseable {
  static final String HOST = "r0.localhost";
  static final String UPLOAD_HOST = "upload.localhost";
  static final int SMALL_BYTES = 200;
  static final int LARGE_BYTES = 64 * 1024;
  static final int UPLOAD_BYTES = 1024 * 1024;

  private final Path folder;
  private final Cores cores;
  private final int originPort;
  private final int readerPort;
  private final List<Program> programs = new ArrayList<>();

  private Lab(Path folder, Cores cores, int originPort, int readerPort) {
    this.folder = folder;
    this.cores = cores;
    this.originPort = originPort;
    this.readerPort = readerPort;
  }

  static Lab open() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("paastis-bench-gateway");
    Lab lab = new Lab(folder, Cores.ofThisMachine(), Program.freePort(), Program.freePort());
    try {
      lab.prepare();
      return lab;
    } catch (IOException | InterruptedException | RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  private void prepare() throws IOException, InterruptedException {
    Files.write(folder.resolve("64k"), "x".repeat(LARGE_BYTES).getBytes(StandardCharsets.US_ASCII));
    Files.write(folder.resolve("1m"), "x".repeat(UPLOAD_BYTES).getBytes(StandardCharsets.US_ASCII));
    for (String name : List.of("routes.lua", "upload.lua", "proxy.mjs")) {
      try (InputStream file = Lab.class.getResourceAsStream(name)) {
        Files.copy(Objects.requireNonNull(file, name), folder.resolve(name));
      }
    }
    makeCertificate();
    startOrigins();
  }

  private void makeCertificate() throws IOException, InterruptedException {
    Tool.run(
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost,DNS:*.localhost,IP:127.0.0.1",
            "-keyout",
            key().toString(),
            "-out",
            certificate().toString()));
    Files.writeString(both(), Files.readString(certificate()) + Files.readString(key()));
  }

  private void startOrigins() throws IOException, InterruptedException {
    Path config = folder.resolve("origin.conf");
    Files.writeString(config, Nginx.origin(folder, originPort));
    programs.add(start("origin", cores.origin(), Nginx.command(folder, config)));
    programs.getLast().awaitPort(originPort);
    programs.add(
        start("reader", cores.origin(), Jvm.command(Origin.class, String.valueOf(readerPort))));
    programs.getLast().awaitPort(readerPort);
  }

  private Program start(String name, String core, List<String> command) throws IOException {
    return Program.start(name, core, folder, Map.of(), command);
  }

  /** Starts a contestant on the core of the contestants. */
  Program startProxy(String name, Map<String, String> environment, List<String> command)
      throws IOException {
    return Program.start(name, cores.proxy(), folder, environment, command);
  }

  /** A new folder of a contestant. */
  Path newFolder() throws IOException {
    return Files.createTempDirectory(folder, "p");
  }

  /** A new file of a contestant. */
  Path write(String name, String content) throws IOException {
    return Files.writeString(newFolder().resolve(name), content);
  }

  /** Which hosts lead to which port of this machine; hosts {@code r0} and up to the fast origin. */
  List<Hop> hops(int routes) {
    List<Hop> hops = new ArrayList<>();
    for (int i = 0; i < routes; i++) {
      hops.add(new Hop("r" + i + ".localhost", originPort));
    }
    hops.add(new Hop(UPLOAD_HOST, readerPort));
    return hops;
  }

  /** A host and the port of this machine that its requests go to. */
  record Hop(String host, int port) {}

  /** The same as lines of a file. */
  String lines(List<Hop> hops, String format) {
    StringBuilder lines = new StringBuilder();
    hops.forEach(hop -> lines.append(format.formatted(hop.host(), hop.port())).append('\n'));
    return lines.toString();
  }

  Path folder() {
    return folder;
  }

  Cores cores() {
    return cores;
  }

  int originPort() {
    return originPort;
  }

  int readerPort() {
    return readerPort;
  }

  Path certificate() {
    return folder.resolve("certificate.pem");
  }

  Path key() {
    return folder.resolve("key.pem");
  }

  /** Certificate and key in one file. */
  Path both() {
    return folder.resolve("both.pem");
  }

  @Override
  public void close() throws IOException {
    programs.reversed().forEach(Program::close);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
