// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A sample that serves within the test's own process. */
final class RunningSample implements AutoCloseable {
  final HttpClient client = HttpClient.newHttpClient();
  private final Server server;

  RunningSample(Moments moments, Server.Handler handler) throws IOException {
    server = new Server(moments, handler);
    server.bind(0);
    Thread.ofVirtual().start(server::serve);
  }

  int port() {
    return server.port();
  }

  URI uri(String target) {
    return URI.create("http://127.0.0.1:" + port() + target);
  }

  HttpResponse<String> get(String target) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(target)).build());
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  @Override
  public void close() throws IOException {
    client.shutdownNow();
    server.close();
  }
}
