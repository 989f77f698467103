// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.app.Upstream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** An app that answers exactly what the test says, one virtual thread per connection. */
final class RawUpstream implements AutoCloseable {
  private final ServerSocket listening;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final Script script;
  private final @Nullable SSLContext tls;
  private final String offered;

  /** What the app does with a connection. */
  interface Script {
    void run(Connection connection) throws IOException;
  }

  RawUpstream(Script script) {
    this(script, null);
  }

  /** An app behind TLS, where there is a context. */
  RawUpstream(Script script, @Nullable SSLContext tls) {
    this(script, tls, "http/1.1");
  }

  /** An app behind TLS that offers one protocol. */
  RawUpstream(Script script, @Nullable SSLContext tls, String offered) {
    this.script = script;
    this.tls = tls;
    this.offered = offered;
    try {
      listening = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Lines as HTTP ends them; two empty ones at the end close a head. */
  static String http(String... lines) {
    return String.join("\r\n", lines);
  }

  /** Answers every request with the same text. */
  static RawUpstream answering(String body) {
    return answeringRaw("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  /** Answers every request with the same bytes. */
  static RawUpstream answeringRaw(String response) {
    return new RawUpstream(connection -> {
      while (connection.head() != null) {
        connection.send(response);
      }
    });
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        Socket spoken = tls == null ? socket : secured(socket, tls)) {
      script.run(new Connection(socket, spoken));
    } catch (IOException e) {
      sockets.remove(socket); // the gateway closed it, which a test sees elsewhere
    }
  }

  private SSLSocket secured(Socket socket, SSLContext tls) throws IOException {
    SSLSocket secured =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, "client", socket.getPort(), true);
    secured.setUseClientMode(false);
    secured.setHandshakeApplicationProtocolSelector(
        (_, wanted) -> wanted.contains(offered) ? offered : "");
    return secured;
  }

  /** Where it answers by that name, behind TLS. */
  Upstream secureAddress(String host) {
    return new Upstream("https", host, listening.getLocalPort());
  }

  Upstream address() {
    return new Upstream("http", "127.0.0.1", listening.getLocalPort());
  }

  int connections() {
    return connections.get();
  }

  /** The request heads seen so far. */
  List<String> heads() {
    return heads;
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One connection of the gateway. */
  final class Connection {
    private final Socket socket;
    private final Socket spoken;
    private final InputStream in;
    private final OutputStream out;

    private Connection(Socket socket, Socket spoken) throws IOException {
      this.socket = socket;
      this.spoken = spoken;
      this.in = new BufferedInputStream(spoken.getInputStream());
      this.out = spoken.getOutputStream();
    }

    /** The app's end of HTTP/2, after both have said hello. */
    RawHttp2 http2() throws IOException {
      return new RawHttp2(spoken, in).welcome();
    }

    /** Whether the gateway begins with the preface of HTTP/2; waits for its first bytes. */
    boolean startsHttp2() throws IOException {
      in.mark(3);
      byte[] first = in.readNBytes(3);
      in.reset();
      return new String(first, StandardCharsets.US_ASCII).equals("PRI");
    }

    /** What was agreed on by TLS. */
    ExtendedSSLSession session() {
      return (ExtendedSSLSession) ((SSLSocket) spoken).getSession();
    }

    /** The protocol agreed on by TLS. */
    String protocol() {
      return ((SSLSocket) spoken).getApplicationProtocol();
    }

    /** Ends what is said by TLS, and leaves the TCP connection open. */
    void farewell() throws IOException {
      ((SSLSocket) spoken).shutdownOutput();
    }

    /** The TCP connection, below TLS where there is any. */
    Socket socket() {
      return socket;
    }

    InputStream in() {
      return in;
    }

    /** The next request head, {@code null} when the gateway closed. */
    @Nullable String head() throws IOException {
      return head(StandardCharsets.UTF_8);
    }

    /** The next request head, each byte a character of its own. */
    String latinHead() throws IOException {
      return Objects.requireNonNull(head(StandardCharsets.ISO_8859_1));
    }

    private @Nullable String head(Charset charset) throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        head.write(b);
        String text = head.toString(charset);
        if (b == '\n' && text.endsWith("\r\n\r\n")) {
          heads.add(text);
          return text;
        }
      }
      return null;
    }

    String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        if (b != '\r') {
          line.append((char) b);
        }
      }
      return line.toString();
    }

    void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }
  }
}
