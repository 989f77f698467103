// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.paastis.app.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
  private final Socket socket = new Socket();

  ProbeAttempt(Upstream upstream, @Nullable String path) {
    this.upstream = upstream;
    this.path = path;
  }

  /** Whether the app accepts the connection and, if there is a path, answers it 2xx or 3xx. */
  boolean succeeds() throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(upstream.host(), upstream.port()));
    if (isConnectedToItself()) {
      return false;
    }
    return path == null || answers(upstream.scheme().equals("https") ? secured() : socket, path);
  }

  /**
   * TCP lets a socket connect to itself when the local port that it is given happens to be the one
   * it asks for; then nobody else is there.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9293#section-3.5">RFC 9293, simultaneous
   *     connection</a>
   */
  private boolean isConnectedToItself() {
    return socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress());
  }

  private Socket secured() throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var layered = (SSLSocket) factory.createSocket(socket, upstream.host(), upstream.port(), true);
    SSLParameters parameters = layered.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    layered.setSSLParameters(parameters);
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
        + upstream.toString().substring(upstream.scheme().length() + 3)
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
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // a probe never throws, and there is nothing left to do with this socket
      LOG.log(Level.DEBUG, "the socket of a probe could not be closed", e);
    }
  }
}
