// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.emulated;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Stands before an API and gives its answers the date of another clock: the JDK's server, which
 * emulators are made of, sets the machine's own and lets nobody change it.
 */
public final class DatedRelay implements AutoCloseable {
  private static final String FIELD = "Date: ";
  private static final Pattern DATE = Pattern.compile("(?m)^Date: [^\r\n]*");
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final URI api;
  private final InstantSource clock;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Relays from now on. */
  public DatedRelay(URI api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
    try {
      server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("no port for a relay", e);
    }
    var _ = threads.submit(this::accept);
  }

  /** Its address. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the relay does not end", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Void accept() throws IOException {
    while (!server.isClosed()) {
      Socket client = server.accept();
      Socket platform = new Socket(api.getHost(), api.getPort());
      var _ = threads.submit(() -> relay(client, platform, client.getInputStream()::transferTo));
      var _ = threads.submit(() -> relay(platform, client, out -> date(platform, out)));
    }
    return null;
  }

  /** One way of a connection; when it ends, so does the other. */
  private static Void relay(Socket from, Socket to, Copy copy) throws IOException {
    try (from;
        to) {
      copy.to(to.getOutputStream());
    }
    return null;
  }

  @FunctionalInterface
  private interface Copy {
    void to(OutputStream out) throws IOException;
  }

  private void date(Socket platform, OutputStream out) throws IOException {
    InputStream in = platform.getInputStream();
    byte[] chunk = new byte[1 << 16];
    String held = "";
    for (int size = in.read(chunk); size >= 0; size = in.read(chunk)) {
      String text = held + new String(chunk, 0, size, StandardCharsets.ISO_8859_1);
      held = unfinished(text.substring(text.lastIndexOf('\n') + 1));
      String whole = text.substring(0, text.length() - held.length());
      String dated = DATE.matcher(whole).replaceAll(FIELD + FORMAT.format(clock.instant()));
      out.write(dated.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** A last line that may be a date of which the rest is still to come. */
  private static String unfinished(String line) {
    boolean maybe = line.startsWith(FIELD) || (!line.isEmpty() && FIELD.startsWith(line));
    return maybe ? line : "";
  }
}
