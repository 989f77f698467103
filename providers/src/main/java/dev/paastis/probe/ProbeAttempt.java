// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.paastis.app.Upstream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
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

  /** What a shared router says when nobody listens behind it yet; apps hardly ever say it. */
  private static final String NOBODY_THERE = "502";

  /** A router that knows of nobody says so at once; a longer silence is an app at work. */
  private static final int ROUTER_MILLIS = 500;

  /** None of the addresses of the app's host may be connected to. */
  static final class OutOfBoundsException extends IOException {
    private static final long serialVersionUID = 1;

    private OutOfBoundsException(String host) {
      super(host + " is at no address that may be connected to");
    }
  }

  private final Upstream upstream;
  private final @Nullable String path;
  private final Supplier<SSLSocketFactory> tls;
  private final Predicate<InetAddress> allowed;
  private @Nullable Socket current;
  private boolean closed;

  ProbeAttempt(
      Upstream upstream,
      @Nullable String path,
      Supplier<SSLSocketFactory> tls,
      Predicate<InetAddress> allowed) {
    this.upstream = upstream;
    this.path = path;
    this.tls = tls;
    this.allowed = allowed;
  }

  /**
   * Whether the app accepts the connection, proves its name if it is behind https, and, if there is
   * a path, answers it 2xx or 3xx. Without a path, a shared router, which accepts connections for
   * every app, must not say that it found nobody.
   *
   * @param timeout for the connection, shared by the addresses of the app's host
   * @throws OutOfBoundsException when there is nothing to connect to that may be
   */
  boolean succeeds(Duration timeout) throws IOException {
    Socket socket = connect(addresses(), timeout);
    if (isConnectedToItself(socket)) {
      return false;
    }
    Socket spoken = upstream.scheme().equals("https") ? secured(socket) : socket;
    if (path == null) {
      return !upstream.ownHost() || leadsToSomebody(spoken);
    }
    String status = status(spoken, "GET", path);
    return status.startsWith("2") || status.startsWith("3");
  }

  private List<InetAddress> addresses() throws IOException {
    List<InetAddress> all = Addresses.of(upstream.host()).stream().filter(allowed).toList();
    if (all.isEmpty()) {
      throw new OutOfBoundsException(upstream.host());
    }
    return all;
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

  private boolean leadsToSomebody(Socket router) throws IOException {
    router.setSoTimeout(ROUTER_MILLIS);
    try {
      String status = status(router, "HEAD", "/");
      return !status.isEmpty() && !status.equals(NOBODY_THERE);
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  /** The three digits; empty when what came is no answer. */
  private String status(Socket connection, String method, String resource) throws IOException {
    String request = request(method, resource);
    connection.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    byte[] read = connection.getInputStream().readNBytes(STATUS_LENGTH);
    String line = new String(read, US_ASCII);
    return read.length == STATUS_LENGTH && line.startsWith("HTTP/1.")
        ? line.substring(CODE_AT)
        : "";
  }

  private String request(String method, String resource) {
    return method
        + " "
        + resource
        + " HTTP/1.1\r\nHost: "
        + upstream.authority()
        + "\r\nUser-Agent: Paastis-Probe\r\nAccept: */*\r\nConnection: close\r\n\r\n";
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
