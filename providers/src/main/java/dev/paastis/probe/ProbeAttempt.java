// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.paastis.app.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One look at an app. Closing it from another thread ends it wherever it waits. */
final class ProbeAttempt implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ProbeAttempt.class.getName());

  /** {@code HTTP/1.1 200}: all that is read of an answer. */
  private static final int STATUS_LENGTH = 12;

  private static final int CODE_AT = 9;

  private final Upstream upstream;
  private final @Nullable String path;
  private final Supplier<SSLSocketFactory> tls;
  private @Nullable Socket current;
  private boolean closed;

  ProbeAttempt(Upstream upstream, @Nullable String path, Supplier<SSLSocketFactory> tls) {
    this.upstream = upstream;
    this.path = path;
    this.tls = tls;
  }

  /**
   * Whether the app accepts the connection, proves its name if it is behind https, and, if there is
   * a path, answers it 2xx or 3xx.
   *
   * @param timeout for the connection, shared by the addresses of the app's host
   */
  boolean succeeds(Duration timeout) throws IOException {
    Socket socket = connect(Addresses.of(upstream.host()), timeout);
    if (isConnectedToItself(socket)) {
      return false;
    }
    Socket spoken = upstream.scheme().equals("https") ? secured(socket) : socket;
    return path == null || answers(spoken, path);
  }

  /** Connects to the first address that accepts. */
  private Socket connect(List<InetAddress> addresses, Duration timeout) throws IOException {
    int shareMillis = (int) Math.max(1, timeout.dividedBy(addresses.size()).toMillis());
    IOException refused = new SocketException(upstream.host() + " has no address");
    for (InetAddress address : addresses) {
      Socket socket = open();
      try {
        socket.connect(new InetSocketAddress(address, upstream.port()), shareMillis);
        return socket;
      } catch (IOException e) {
        refused = e;
        socket.close();
      }
    }
    throw refused;
  }

  private synchronized Socket open() throws IOException {
    if (closed) {
      throw new SocketException("the probe was given up");
    }
    Socket socket = new Socket();
    current = socket;
    socket.setTcpNoDelay(true);
    return socket;
  }

  /**
   * TCP lets a socket connect to itself when the local port that it is given happens to be the one
   * it asks for; then nobody else is there.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9293#section-3.5">RFC 9293, simultaneous
   *     connection</a>
   */
  private static boolean isConnectedToItself(Socket socket) {
    return socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress());
  }

  /** TLS with the host as server name and a certificate that must be for it. */
  private Socket secured(Socket socket) throws IOException {
    var layered =
        (SSLSocket) tls.get().createSocket(socket, upstream.host(), upstream.port(), true);
    SSLParameters parameters = layered.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    layered.setSSLParameters(parameters);
    layered.startHandshake();
    return layered;
  }

  private boolean answers(Socket connection, String resource) throws IOException {
    connection.getOutputStream().write(request(resource).getBytes(StandardCharsets.UTF_8));
    return isFine(connection.getInputStream());
  }

  private String request(String resource) {
    return "GET "
        + resource
        + " HTTP/1.1\r\nHost: "
        + upstream.authority()
        + "\r\nUser-Agent: Paastis-Probe\r\nAccept: */*\r\nConnection: close\r\n\r\n";
  }

  private static boolean isFine(InputStream answer) throws IOException {
    byte[] status = answer.readNBytes(STATUS_LENGTH);
    String line = new String(status, US_ASCII);
    return status.length == STATUS_LENGTH
        && line.startsWith("HTTP/1.")
        && (line.charAt(CODE_AT) == '2' || line.charAt(CODE_AT) == '3');
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (current != null) {
        current.close();
      }
    } catch (IOException e) {
      // a probe never throws, and there is nothing left to do with this socket
      LOG.log(Level.DEBUG, "the socket of a probe could not be closed", e);
    }
  }
}
