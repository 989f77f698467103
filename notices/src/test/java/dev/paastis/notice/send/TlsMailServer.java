// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that encrypts, and writes down what it is told before and after it does. */
final class TlsMailServer implements AutoCloseable {
  final List<String> inTheClear = new CopyOnWriteArrayList<>();
  final List<String> encrypted = new CopyOnWriteArrayList<>();

  private final ServerSocket server;
  private final SSLContext certificate;
  private final boolean fromTheFirstByte;

  TlsMailServer(OwnCertificate own, boolean fromTheFirstByte) throws Exception {
    this.certificate = own.server();
    this.fromTheFirstByte = fromTheFirstByte;
    this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed by the test
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      if (fromTheFirstByte) {
        talk(encrypt(socket), true, true);
      } else {
        talk(socket, false, true);
      }
    } catch (IOException e) {
      encrypted.add("broke: " + e); // as a client does that trusts nobody here
    }
  }

  private SSLSocket encrypt(Socket socket) throws IOException {
    SSLSocket secure =
        (SSLSocket) certificate.getSocketFactory().createSocket(socket, null, port(), true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    return secure;
  }

  private void talk(Socket socket, boolean secure, boolean greets) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    if (greets) {
      say(socket, "220 localhost");
    }
    boolean message = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      (secure ? encrypted : inTheClear).add(line);
      String command = line.toUpperCase(Locale.ROOT);
      if (message) {
        message = !line.equals(".");
        if (!message) {
          say(socket, "250 kept");
        }
      } else if (command.equals("STARTTLS")) {
        say(socket, "220 go ahead");
        talk(encrypt(socket), true, false);
        return;
      } else if (command.startsWith("EHLO")) {
        say(socket, secure ? "250-localhost\r\n250 AUTH PLAIN" : "250-localhost\r\n250 STARTTLS");
      } else if (command.equals("DATA")) {
        message = true;
        say(socket, "354 go on");
      } else {
        say(socket, command.startsWith("AUTH") ? "235 welcome" : "250 well");
      }
    }
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }
}
